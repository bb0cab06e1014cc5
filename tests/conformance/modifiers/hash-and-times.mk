# :hash is stable; :gmtime and :localtime format a given time with strftime letters.
# oracle: bmake
all:
	@echo ${:Uabc:hash} ${:U:hash} ${:Uabcd:hash} ${:Ua longer value than that:hash}
	@echo '${%Y-%m-%d %H.%M.%S:L:gmtime=86400}' '${%F:L:gmtime=1}' '${%Y-%j:L:localtime=86400}'
