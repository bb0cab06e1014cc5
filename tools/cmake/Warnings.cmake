# Warnings of every target of ours; METAMAKE_WERROR turns them into errors (dev and CI presets).
option(METAMAKE_WERROR "Treat warnings as errors" OFF)
add_library(metamake_warnings INTERFACE)
target_compile_options(metamake_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wcast-align
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wextra-semi>
  $<$<BOOL:${METAMAKE_WERROR}>:-Werror>)
