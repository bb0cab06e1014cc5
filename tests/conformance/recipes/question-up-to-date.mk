# -q on something up to date: status 0.
# setup: : > src; touch -t 200001010000 src; : > out
# flags: -q out
out: src
	@echo not run
