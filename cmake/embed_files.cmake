# Script part of embed.cmake: writes OUTPUT from every .sql file two levels below FOLDER.
file(GLOB files RELATIVE "${FOLDER}" "${FOLDER}/*/*.sql")
list(SORT files)
set(entries "")
foreach(file IN LISTS files)
  file(READ "${FOLDER}/${file}" text)
  string(APPEND entries "      {\"${file}\", R\"~~sql~~(${text})~~sql~~\"},\n")
endforeach()
file(WRITE "${OUTPUT}.new" "#include \"platform/db/embedded_migrations.h\"

namespace platform::db {

const std::vector<EmbeddedFile>& embedded_migrations() {
  static const std::vector<EmbeddedFile> files = {
${entries}  };
  return files;
}

}  // namespace platform::db
")
file(COPY_FILE "${OUTPUT}.new" "${OUTPUT}" ONLY_IF_DIFFERENT)
file(REMOVE "${OUTPUT}.new")
file(TOUCH_NOCREATE "${OUTPUT}")
