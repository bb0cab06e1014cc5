# bsd.opts.mk - the options that every makefile may ask about: MK_x, yes or no. Read by a Makefile that
# wants them before its bsd.prog.mk (`SUBDIR.${MK_TESTS}+= tests`), directly or as <bsd.own.mk>.
#
# Honours: WITH_x WITHOUT_x MK_x (bsd.mkopt.mk); NO_x of a makefile, for those of _vetoes.
# Defaults are FreeBSD's, but for what this library does not do: debug files, profiled libraries,
# stack protectors, pages compressed unless MAN_GZIP is set.

.if !target(__bsd.opts.mk__)
__bsd.opts.mk__: .NOTMAIN .PHONY
_vetoes = CTF DEBUG_FILES INCLUDES INSTALLLIB MAN MANCOMPRESS NLS PROFILE SSP TESTS WARNS WERROR
.for _o in ${_vetoes}
.if defined(NO_${_o})
MK_${_o} := no
.endif
.endfor
MK_MANCOMPRESS ?= ${MAN_GZIP:Dyes:Uno}
__DEFAULT_YES_OPTIONS += ASSERT_DEBUG DOCCOMPRESS INCLUDES INSTALLLIB KERBEROS MAN NIS NLS OPENSSH SYMVER TESTS \
	TOOLCHAIN WARNS WERROR
__DEFAULT_NO_OPTIONS += BIND_NOW CCACHE_BUILD CTF DEBUG_FILES INSTALL_AS_USER PIE PROFILE RELRO RETPOLINE SSP
__DEFAULT_DEPENDENT_OPTIONS += MAKE_CHECK_USE_SANDBOX/TESTS STAGING_MAN/STAGING STAGING_PROG/STAGING \
	STALE_STAGED/STAGING
.include <bsd.mkopt.mk>
.endif
