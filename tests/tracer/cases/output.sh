# "-" is standard output, behind what the command has written there.
. "$CASES/common.inc"
wants 0 filemon -o - -- echo told >both
head -1 both | grep -qx told || fail "the command's own output is not first"
sed 1d both >section
check_section section
[ ! -e - ] || fail "a file named - was made"
