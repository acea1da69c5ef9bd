# A room is one folder of src/ built as one library. Its headers are offered to others through a tree of links that holds
# nothing but this room, so a file that includes a room its own does not link fails to compile.
#
#   add_room(NAME FOLDER [DOORS header...] [LINKS room-or-library...] [PRIVATE library...] [JOINED source...])
#
# DOORS: the headers outsiders may include (default: all of the folder). LINKS are passed on to whoever links the room,
# PRIVATE are not. JOINED sources are compiled as one, because they make the same large templates. NAME_inside offers every header of the room, for its tests and its sister rooms.
function(add_room NAME FOLDER)
  cmake_parse_arguments(ROOM "" "" "DOORS;LINKS;PRIVATE;JOINED" ${ARGN})
  set(source_dir "${CMAKE_SOURCE_DIR}/src/${FOLDER}")
  file(GLOB sources CONFIGURE_DEPENDS "${source_dir}/*.cpp")
  file(GLOB headers CONFIGURE_DEPENDS "${source_dir}/*.h")

  set(inside "${CMAKE_BINARY_DIR}/rooms/${NAME}/inside")
  set(doors "${CMAKE_BINARY_DIR}/rooms/${NAME}/doors")
  file(REMOVE_RECURSE "${inside}" "${doors}")
  file(MAKE_DIRECTORY "${inside}/${FOLDER}" "${doors}/${FOLDER}")
  foreach(header IN LISTS headers)
    get_filename_component(file "${header}" NAME)
    file(CREATE_LINK "${header}" "${inside}/${FOLDER}/${file}" SYMBOLIC)
    if(NOT ROOM_DOORS OR file IN_LIST ROOM_DOORS)
      file(CREATE_LINK "${header}" "${doors}/${FOLDER}/${file}" SYMBOLIC)
    endif()
  endforeach()

  if(sources)
    add_library(${NAME} STATIC ${sources})
    target_include_directories(${NAME} PUBLIC "${doors}" PRIVATE "${inside}")
    target_link_libraries(${NAME} PUBLIC ${ROOM_LINKS} PRIVATE project_options ${ROOM_PRIVATE})
    target_precompile_headers(${NAME} REUSE_FROM common_headers)
    if(ROOM_JOINED)
      list(TRANSFORM ROOM_JOINED PREPEND "${source_dir}/")
      set_source_files_properties(${ROOM_JOINED} PROPERTIES UNITY_GROUP joined)
      set_target_properties(${NAME} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
      # It warns of what a file keeps to itself once that file is included, as it is here.
      target_compile_options(${NAME} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
    endif()
  else()
    add_library(${NAME} INTERFACE)
    target_include_directories(${NAME} INTERFACE "${doors}")
    target_link_libraries(${NAME} INTERFACE ${ROOM_LINKS})
  endif()
  add_library(${NAME}_inside INTERFACE)
  target_include_directories(${NAME}_inside INTERFACE "${inside}")
  target_link_libraries(${NAME}_inside INTERFACE ${NAME})
endfunction()
