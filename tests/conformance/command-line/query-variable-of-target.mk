# -V of special variables.
# flags: -V .CURDIR:T -V '${.OBJDIR:T}' -V .TARGETS -V MAKE:T goal
goal:
