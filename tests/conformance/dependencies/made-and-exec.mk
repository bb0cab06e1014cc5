# .EXEC targets run but do not make their parents newer; .MADE children are taken as made.
# oracle: bmake
# setup: : > out; touch -t 203001010000 out
all: out
	@echo all
out: run .PHONY
	@echo out from ${.ALLSRC}
run: .EXEC
	@echo run
