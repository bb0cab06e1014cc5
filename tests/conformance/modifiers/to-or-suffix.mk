# What begins like :t but is none of its forms may be the old :from=to.
PAPERS = book.tex cover.tex tail.tsa
.info ${PAPERS:tex=pdf}
.info ${PAPERS:tsa=tsb}
.info ${PAPERS:t=T} ${PAPERS:tu:TEX=PDF}
all:
