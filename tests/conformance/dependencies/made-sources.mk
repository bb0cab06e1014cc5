# Sources of a .MADE target are not made, but how old they are counts.
# oracle: bmake
# setup: touch -t 202001010000 old between; touch -t 202101010000 target; touch -t 202201010000 young
# flags: -k new target older
new: old young nothing .MADE
	@echo ${.TARGET}: ${.ALLSRC}, out of date with ${.OODATE}
target: old between nothing .MADE
	@echo ${.TARGET}: out of date with ${.OODATE}
older: target .MADE
	@echo ${.TARGET}: out of date with ${.OODATE}
target: young
between: .PHONY
	@echo not made
