# .USE adds commands and sources to whoever names it; .USEBEFORE puts its commands first.
# oracle: bmake
all: first second
first: common
	@echo own of ${.TARGET}
second: before common
	@echo own of ${.TARGET}
common: .USE extra
	@echo common for ${.TARGET}
before: .USEBEFORE
	@echo before ${.TARGET}
extra: .PHONY
	@echo extra
first second: .PHONY
