# :tl :tu :tw :tW change case and what a word is; :[…] chooses words.
# oracle: bmake
W=	One tWo THREE four
all:
	@echo '${W:tl}' '${W:tu}'
	@echo '${W:[#]}' '${W:[1]}' '${W:[-1]}' '${W:[2..3]}' '${W:[-1..1]}' '${W:[*]:[#]}' '${W:[@]:[#]}' '<${W:[9]}>' '${W:[0]}'
	@echo '${W:tW:[#]}' '${W:tW:S/ /-/g}' '${W:tW:tw:[#]}' '${:U:[#]}' '${W:[${:U2}]}'
