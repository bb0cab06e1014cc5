# "-" alone is an option word without options.
# oracle: bmake
# flags: - all -
all:
	@echo ${.TARGETS}
