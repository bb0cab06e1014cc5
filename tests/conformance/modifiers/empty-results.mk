# Words of which nothing is left disappear.
P=	.profile / dir/.hidden a.c
all:
	@echo '<${P:R}>' '<${P:E}>' '<${P:H}>' '<${P:T}>' '<${P:S,a.c,,}>' '<${:U a b  c :S,b,,}>'
