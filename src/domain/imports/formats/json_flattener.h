#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/imports/formats/field_gatherer.h"

namespace imports {

/// Turns records of JSON into fields: objects inside as dotted paths, arrays joined, numbers as they are written.
class JsonFlattener {
 public:
  JsonFlattener();
  ~JsonFlattener();

  /// Puts the values of one record into `fields`. `json` must have passed JsonScanner, and JsonScanner::padding
  /// readable bytes must follow it. Fails with json_invalid on text that is not UTF-8.
  base::Result<void> flatten(std::string_view json, FieldGatherer& fields);

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

/// The text a JSON string (with its quotes, already checked) stands for.
std::string json_text(std::string_view quoted);

}  // namespace imports
