# install-new.mk - shell functions that replace a file by "file.new..." only if that differs.
#
#   ${InstallNew}; InstallNew [-s|-e] [--bak SUFFIX] file.new$$...
# -s: only a new file that is not empty counts. The old file is replaced by renaming, so that nobody
# sees half of it; with --bak it is kept under that suffix.

.if !defined(InstallNew)
CmpCp = CmpCp() { \
	if [ -e "$$2" ] && cmp -s "$$1" "$$2"; then return 0; fi; \
	if [ -n "$$3" ] && [ -s "$$2" ]; then mv -f "$$2" "$$2$$3"; fi; \
	cp "$$1" "$$2.tmp$$$$" && mv -f "$$2.tmp$$$$" "$$2"; }

InstallNew = ${CmpCp}; InstallNew() { \
	_t=-e _bak=; \
	while :; do \
		case "$$1" in \
		--bak) _bak=$$2; shift 2 ;; \
		-?) _t=$$1; shift ;; \
		*) break ;; \
		esac; \
	done; \
	for _n in "$$@"; do \
		[ $$_t "$$_n" ] && CmpCp "$$_n" "$${_n%.new*}" "$$_bak"; \
		rm -f "$$_n"; \
	done; :; }
.endif
