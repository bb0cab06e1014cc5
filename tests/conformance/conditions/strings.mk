# Anything else compares as strings, and only for equality.
S=	text
.if ${S} == "text" && ${S} != text2 && "${S}" == text && ${S:tu} == "TEXT"
.info equal
.endif
.if ${S} == 'text'
.info single quotes do not quote
.else
.info single quotes are characters
.endif
.if "" == "${UNSET:U}" && "${S}x" == "textx" && ${S}y == "texty"
.info joined
.endif
all:
