# A signal counts 128 more than its number.
all:
	@kill -9 $$$$
.ERROR:
	@echo ${.ERROR_EXIT}
