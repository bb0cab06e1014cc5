# A bare word in .if asks defined(); a number asks whether it is nonzero; a string whether it is not empty.
SET=
.if SET && !UNSET
.info words
.endif
.if 1 && !0 && 0x1 && !0.0
.info numbers
.endif
.if "text" && !"" && "${:U }" 
.info strings
.endif
.if ${:Uword} && ${:U1} && !${:U0}
.info expressions
.endif
all:
