#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/byte_source.h"
#include "domain/imports/formats/json_scanner.h"

namespace imports {

/// One record of a JSON document, still as text.
struct JsonPiece {
  std::string_view text;             ///< valid until the next step; JsonScanner::padding readable bytes follow it
  const std::string* key = nullptr;  ///< the name the record has in its object, when the path ends in "*"
  std::uint64_t line = 0;
  std::uint64_t offset = 0;
};

/// Walks a JSON document to its record path and cuts out the records there one by one; all else is checked and passed
/// over.
///
/// A path names members joined with '.'; arrays on the way are walked through. At its end an array gives its elements,
/// any other value is one record. A last step "*" takes the members of an object as the records.
class JsonWalker {
 public:
  JsonWalker(std::unique_ptr<ByteSource> source, std::string record_path, std::string file);

  /// The next record; false at the end of a document that was right to its last byte.
  base::Result<bool> next(JsonPiece& piece);

 private:
  enum class Step : std::uint8_t { walked, record, failed };
  struct Level {
    char closing;  // ']' or '}'
    bool holds_records;
    bool has_members = false;
    std::size_t path_at;  // how much of the path is behind this level
  };

  Step step(JsonPiece& piece);
  Step step_into_member(Level& level, JsonPiece& piece);
  Step enter(std::size_t path_at, JsonPiece& piece);
  Step cut_record(JsonPiece& piece);
  bool read_name();
  /// Where the path goes on after the member just named; npos when the member is not on the path.
  std::size_t follow(std::size_t path_at) const;

  JsonScanner scanner_;
  std::string record_path_;
  std::string file_;
  std::vector<Level> levels_;
  std::string name_;  // of the member being read
  bool started_ = false;
  bool found_ = false;
};

}  // namespace imports
