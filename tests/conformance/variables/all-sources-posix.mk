# $^ is another name of .ALLSRC, with its parts.
all: one dir/two three
	@echo $^ = ${^} = $(>) = ${.ALLSRC}
	@echo ${^F} in ${^D}, ${^:M*w*}
one dir/two three:
^ = never seen
.info [$^] [${^}]
