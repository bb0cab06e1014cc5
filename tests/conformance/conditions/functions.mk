# defined, empty, exists, target, commands and make.
# oracle: bmake
# setup: mkdir -p sub; : > file
# flags: all
SET=	v
LIST=	a b
has:
	@:
bare: has
.for c in defined(SET) defined(NO) empty(NO) empty(SET) empty(LIST:Mz) empty(LIST:Ma) exists(file) exists(sub) exists(none) \
	target(has) target(none) commands(has) commands(bare) make(all) make(other) !defined(NO) !empty(SET)
.  info $c: ${$c:?yes:no}
.endfor
all: .PHONY
