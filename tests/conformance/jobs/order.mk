# .ORDER holds between siblings whatever the number of jobs.
# oracle: bmake
# flags: -j4
all: c b a
.ORDER: a b c
a b c:
	@echo ${.TARGET}
