# D and F variants give the directory and the file part of each word.
# oracle: bmake
all: dir/one/a.c b.c
	@echo ${@D} ${@F} : ${>D} : ${>F} : $(>D) ${.ALLSRC:H} ${.ALLSRC:T}
dir/one/a.c b.c: .PHONY
