# Numbers compare as numbers: decimal, hexadecimal, fractions, signs and exponents.
A=	10
.if ${A} > 9 && ${A} >= 10 && ${A} < 0x0b && ${A} != 11 && 1e1 == ${A} && ${A} == 10.0
.info decimal, hexadecimal, exponent
.endif
.if ${:U-5} < ${:U-4} && ${:U0.5} > ${:U0.25} && ${:U007} == 7
.info negative, fractions, leading zeros
.endif
.if ${:U10 } == 10
.info should a blank matter? no
.else
.info a blank makes it a string
.endif
all:
