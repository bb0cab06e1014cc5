# METAMAKE_SANITIZE=address,undefined or thread applies to everything that is built, tests included.
set(METAMAKE_SANITIZE "" CACHE STRING "Comma separated sanitizers")
option(METAMAKE_FUZZ "Build the libFuzzer programs (needs clang)" OFF)
if(METAMAKE_SANITIZE)
  add_compile_options(-fsanitize=${METAMAKE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${METAMAKE_SANITIZE})
  add_compile_definitions(METAMAKE_SANITIZED)
endif()
if(METAMAKE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link) # coverage of the rooms, not only of the fuzzer's own file
endif()
