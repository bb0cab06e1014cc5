# Functions of GNU make look like variables with a blank in the name: there is a warning unless such a variable exists.
LIST = a b
ODD.NAME = with blank
${ODD.NAME} = defined
.info $(addprefix -I, $(LIST))|$(${ODD.NAME})|$(with blank)
.info ${no such:Uname} ${nor this:L}
.if !empty(no blank)
.endif
all:
	@echo "<$(shell uname)>"
