#include "app/mapping_file.h"

#include <fstream>
#include <iostream>
#include <iterator>

#include "domain/imports/validate/row_mapper.h"

namespace app {

base::Result<imports::Mapping> read_mapping_file(const std::string& path) {
  std::string text;
  if (path == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
      return base::failure(mapping_file_unreadable, "The mapping file \"" + path + "\" cannot be read.",
                           "Check the path; `suppliers-import mapping suggest FILE` prints a document to start from.");
    }
    text.assign(std::istreambuf_iterator<char>(file), {});
  }
  ASSIGN_OR_RETURN(auto mapping, imports::parse_mapping(text));
  RETURN_IF_FAILED(imports::check_mapping(mapping));
  return mapping;
}

}  // namespace app
