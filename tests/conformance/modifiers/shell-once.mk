# :sh1 runs the command for the first reference only; another command is another matter.
COUNT = echo x >> runs; wc -l < runs
OTHER = echo other; echo x >> others; exit 3
.info ${COUNT:sh1} ${COUNT:sh1}
.info ${OTHER:sh1}
.info ${OTHER:sh1}, ${:Uecho a; echo b:sh1}, ${:Uecho c:sh1}
.info ${COUNT:sh} ${COUNT:sh1}
all:
	@echo ${COUNT:sh1} ${COUNT:S/runs/others/g:sh1}
