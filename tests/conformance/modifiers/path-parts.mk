# :E :H :R :T on every kind of path.
# oracle: bmake
P=	a.c dir/b.tar.gz /abs/noext .hidden dir.d/file trail/ / a..b
all:
	@echo 'E <${P:E}>'
	@echo 'H <${P:H}>'
	@echo 'R <${P:R}>'
	@echo 'T <${P:T}>'
