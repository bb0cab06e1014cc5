# -B takes -j back.
# flags: -B -j4
all: a b
a b:
	@v=${.TARGET}
	@echo ${.TARGET} "<$$v>"
