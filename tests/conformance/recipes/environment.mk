# Recipes get PATH, exported variables and command line variables.
# oracle: bmake
# flags: CMD=line
.export EXP
EXP=	exported
NOT=	not
all:
	@echo $$CMD $$EXP "<$$NOT>" $${PATH:+path}
