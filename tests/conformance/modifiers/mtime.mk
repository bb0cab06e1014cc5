# :mtime gives the time of a file's last change.
# setup: touch -d @1000000000 file
all:
	@echo ${file:L:mtime} ${none:L:mtime=7}
