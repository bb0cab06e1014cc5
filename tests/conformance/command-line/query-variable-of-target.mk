# -V of special variables.
# flags: -V '${.CURDIR:T}' -V '${.OBJDIR:T}' -V '${.TARGETS:M*}' -V .CURDIR:T goal
goal:
