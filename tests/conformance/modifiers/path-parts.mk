# :E :H :R :T on every kind of path.
# oracle: bmake
P=	a.c dir/b.tar.gz /abs/noext dir.d/file a..b
all:
	@echo 'E <${P:E}>'
	@echo 'H <${P:H}>'
	@echo 'R <${P:R}>'
	@echo 'T <${P:T}>'
