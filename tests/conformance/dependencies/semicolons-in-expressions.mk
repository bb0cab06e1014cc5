# What separates sources from a command is a semicolon outside of expressions, whatever brackets those hold.
LIST = a;b
all: one two three four five
one: ${LIST:S/)/x/:S/;/-/} ; @echo $@: $>
two: ${:U(c):C/[;()]/_/g}
	@echo $@: $>
${LIST:S,},x,:S,;,+,}three: $(LIST:S,},x,:S,;,_,); @echo "$@: $>; ${LIST}"
four: $${LIST:S/;/=/} ; @echo $@; echo "$>"
three: a+bthree
five: ${:U}; @echo "$@ ${:Ux;y}"
a-b _c_ a_b a=b:
