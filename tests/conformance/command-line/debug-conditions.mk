# -dc shows how conditions are judged.
# flags: -dc
.if 1 < 2 && "a" == "b"
.endif
all:
