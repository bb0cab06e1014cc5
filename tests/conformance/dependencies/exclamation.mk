# A target of ! is always made, even if it is newer than its sources.
# oracle: bmake
# setup: : > src; : > plain; : > forced; touch -t 200001010000 src
all: plain forced
plain: src
	@echo plain
forced! src
	@echo forced
