# :tt makes the first letter of each word large and the others small; blanks stay, and only they end a word.
TITLE = the BIRDS  of europe's north-west
.info ${TITLE:tt}
.info ${TITLE:[1]:tt} ${TITLE:tt:M*[A-Z]*} <${:U:tt}> ${:U1st ÄRA:tt}
all:
