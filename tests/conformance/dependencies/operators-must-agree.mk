# A target cannot be both : and ::.
all: .PHONY
a: b
a:: c
b c: .PHONY
