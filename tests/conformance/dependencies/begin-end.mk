# .BEGIN runs before everything, .END after everything has gone well.
# oracle: bmake
.BEGIN:
	@echo begin
.END:
	@echo end
all: a
	@echo all
a: .PHONY
	@echo a
