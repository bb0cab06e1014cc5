# host-target.mk - names of the machine that builds, and of the pseudo target "host".
#
# Sets HOST_TARGET (linux6-x86_64), HOST_OSTYPE, HOST_OS, host_os, HOST_MACHINE, HOST_OSMAJOR and the
# _HOST_* they are made of. All may be set beforehand. Everything is lazy: uname runs only for a
# makefile that asks, and meta.sys.mk pins and exports the values once per build.

_HOST_OSNAME ?= ${.MAKE.OS}
_HOST_OSREL ?= ${:!uname -r!}
_HOST_MACHINE ?= ${:!uname -m!}
_HOST_ARCH ?= ${_HOST_MACHINE}
HOST_MACHINE ?= ${_HOST_MACHINE}

HOST_OS ?= ${_HOST_OSNAME}
host_os ?= ${_HOST_OSNAME:tl:S,/,,g}
HOST_OSMAJOR ?= ${_HOST_OSREL:C/[^0-9].*//}
HOST_OSTYPE ?= ${_HOST_OSNAME:S,/,,g}-${_HOST_OSREL:C/\([^\)]*\)//}-${_HOST_ARCH}
HOST_TARGET ?= ${host_os}${HOST_OSMAJOR}-${_HOST_ARCH}
_HOST_ARCH32 ?= ${_HOST_ARCH:S,x86_64,i386,:S,amd64,i386,:S,64$,,}
HOST_TARGET32 ?= ${host_os}${HOST_OSMAJOR}-${_HOST_ARCH32}
