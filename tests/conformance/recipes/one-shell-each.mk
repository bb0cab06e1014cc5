# Every line has its own shell; a continued line is one.
# oracle: bmake
all:
	@v=1; cd /
	@echo "v=$$v" `pwd | sed 's,.*/,,'`
	@w=2; \
	echo "w=$$w"
