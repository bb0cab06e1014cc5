# metamake_room(NAME [PUBLIC libs...] [PRIVATE libs...]): one static library per directory ("room"). The link lines of all rooms
# together are the architecture: a room can include only what it links.
function(metamake_room name)
  cmake_parse_arguments(ROOM "" "" "PUBLIC;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "*.cpp")
  file(GLOB_RECURSE nested CONFIGURE_DEPENDS "modifiers/*.cpp")
  list(FILTER sources EXCLUDE REGEX "(^|/)main(_[a-z0-9]+)?\\.cpp$")
  if(sources OR nested)
    add_library(mmk_${name} STATIC ${sources} ${nested})
    target_include_directories(mmk_${name} PUBLIC "${CMAKE_SOURCE_DIR}/engine" "${CMAKE_SOURCE_DIR}")
    target_link_libraries(mmk_${name} PUBLIC ${ROOM_PUBLIC} PRIVATE metamake_warnings ${ROOM_PRIVATE})
  else()
    add_library(mmk_${name} INTERFACE)
    target_include_directories(mmk_${name} INTERFACE "${CMAKE_SOURCE_DIR}/engine" "${CMAKE_SOURCE_DIR}")
    target_link_libraries(mmk_${name} INTERFACE ${ROOM_PUBLIC})
  endif()
endfunction()

# metamake_program(NAME libs...): what is installed. Linked statically, libc included: a tree build starts a process per directory, and
# loading and relocating shared libraries was two thirds of what a small one costs. Nothing here reaches what a static libc lacks
# (NSS, iconv, dlopen; the linker warns of it). The sanitizers' run-time libraries need the dynamic linker.
function(metamake_program name)
  add_executable(${name} main.cpp)
  target_link_libraries(${name} PRIVATE ${ARGN} metamake_warnings)
  if(NOT METAMAKE_SANITIZE AND NOT METAMAKE_FUZZ)
    target_link_options(${name} PRIVATE -static-pie)
  endif()
endfunction()
