# %s counts the seconds since 1970 began, wherever one is.
# env: TZ=XYZ-3
.info ${%s:L:gmtime=86400} ${%s:L:localtime=86400} ${%H:L:gmtime=86400} ${%H:L:localtime=86400}
.info ${%s %%s %H%s%:L:gmtime=7}
all:
