# Shell text whose commands are all builtins means in != what it means to the shell.
# oracle: bmake
TOP!=		while :; do here=`pwd`; [ -d usr -a -d proc ] && { echo $$here; break; }; cd ..; done
KIND!=		case ${.MAKE.LEVEL} in [0-9]) echo set;; esac; case "a b" in a*) echo pattern;; *) echo other;; esac
BASE!=		f=/usr/lib/libx.so.1; echo $${f\#\#*/} $${f%/*} "$${none:-no default}"
LOOP!=		for i in 1 2 3; do [ $$i = 2 ] || echo n$$i; done
TESTS!=		if test -d /usr/bin && ! test -e /no/such; then echo yes; else echo no; fi
LOCAL!=		x=1; (x=2; cd /; echo $$x `pwd`); echo $$x
FAILS!=		cd / && [ -d none ]
EXITS!=		echo one; exit 3
HERE=		${:!cd / && pwd!}
all:
	@echo '<${TOP}> <${KIND}> <${BASE}> <${LOOP}> <${TESTS}> <${LOCAL}> <${FAILS}> <${EXITS}> <${HERE}>'
