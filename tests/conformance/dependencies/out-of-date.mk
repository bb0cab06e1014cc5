# Older than a source, missing, or depending on something made: that is out of date; nothing else.
# oracle: bmake
# setup: : > old.src; : > new.src; touch -t 200001010000 old.src old.out; touch -t 200001020000 same.out new.out; : > new.src
all: old.out new.out missing.out chained.out
old.out: old.src
	@echo ${.TARGET} because of ${.OODATE}
new.out: old.src new.src
	@echo ${.TARGET} because of ${.OODATE}
missing.out:
	@echo ${.TARGET}; : > ${.TARGET}
chained.out: missing.out
	@echo ${.TARGET} because of ${.OODATE}
