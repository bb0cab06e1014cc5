# What it takes to link a program that uses room X, in linking order: CLOSURE.X.
CLOSURE.base = base
CLOSURE.fs = fs ${CLOSURE.base} boost_filesystem
CLOSURE.report = report ${CLOSURE.base}
CLOSURE.tracer = tracer ${CLOSURE.base} seccomp
CLOSURE.lang = lang ${CLOSURE.fs} xxhash
CLOSURE.meta = meta ${CLOSURE.fs} xxhash
CLOSURE.graph = graph lang ${CLOSURE.meta}
CLOSURE.exec = exec graph lang meta tracer ${CLOSURE.fs} seccomp xxhash
CLOSURE.sched = sched ${CLOSURE.exec}
CLOSURE.cli = cli report ${CLOSURE.sched}
