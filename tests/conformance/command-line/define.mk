# -D NAME is NAME=1, attached or not.
# oracle: bmake
# flags: -DONE -D TWO
all:
	@echo ${ONE} ${TWO}
