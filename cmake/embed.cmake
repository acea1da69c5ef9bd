# Compiles migrations/<database>/*.sql into the program, so that the binary alone can build its databases.
#
#   embed_migrations(NAME): a library whose generated header-less source defines platform::db::embedded_migrations().
function(embed_migrations NAME)
  file(GLOB files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/migrations/*/*.sql")
  set(output "${CMAKE_CURRENT_BINARY_DIR}/${NAME}.cpp")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" -D "OUTPUT=${output}" -D "FOLDER=${CMAKE_SOURCE_DIR}/migrations"
            -P "${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake"
    DEPENDS ${files} "${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake"
    COMMENT "Embedding the migrations")
  add_library(${NAME} STATIC "${output}")
  target_include_directories(${NAME} PRIVATE "${CMAKE_SOURCE_DIR}/src")
  target_link_libraries(${NAME} PRIVATE project_options)
endfunction()
