# Bytes above 127 go through unharmed.
# oracle: bmake
V=	grüße 日本
all:
	@echo ${V} ${V:[2]} ${V:S,ü,ue,} ${V:Mgr*}
