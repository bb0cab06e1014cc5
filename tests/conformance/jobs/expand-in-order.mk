# .END under -j, and local variables in it.
# oracle: bmake
# flags: -j2
.END:
	@echo end
all:
	@echo all
