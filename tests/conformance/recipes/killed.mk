# Death by a signal is reported as such.
all:
	@kill -9 $$$$
