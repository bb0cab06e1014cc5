# With -q nothing is run, .BEGIN and .END neither; their commands are no reason to say that there is something to do.
# setup: touch there
# flags: -q there
.BEGIN:
	@echo begin
.END:
	@echo end
there:
	@echo never
