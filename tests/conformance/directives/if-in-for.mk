# Conditionals may be made by a loop, with what the loop provides.
# oracle: bmake
.for os in Linux Plan9
.  if ${os} == "Linux"
K.${os}=	penguin
.  elif ${os:M*9} != ""
K.${os}=	bunny
.  endif
.endfor
all:
	@echo ${K.Linux} ${K.Plan9}
