#include "domain/imports/formats/json_walker.h"

#include <utility>

#include "domain/imports/formats/json_flattener.h"
#include "domain/imports/formats/record_reader.h"
#include "domain/imports/formats/tree_problems.h"

namespace imports {

JsonWalker::JsonWalker(std::unique_ptr<ByteSource> source, std::string record_path, std::string file)
    : scanner_(std::move(source), file), record_path_(std::move(record_path)), file_(std::move(file)) {}

base::Result<bool> JsonWalker::next(JsonPiece& piece) {
  for (;;) {
    if (started_ && levels_.empty()) {
      if (!scanner_.expect_end()) return base::failure(scanner_.problem());
      if (!found_) return base::failure(record_path_missing(record_path_, file_));
      return false;
    }
    const auto done = step(piece);
    if (done == Step::failed) return base::failure(scanner_.problem());
    if (done == Step::record) return true;
  }
}

JsonWalker::Step JsonWalker::step(JsonPiece& piece) {
  if (!started_) {
    started_ = true;
    return enter(0, piece);
  }
  auto& level = levels_.back();
  if (scanner_.peek() == level.closing) {
    scanner_.take();
    scanner_.leave();
    levels_.pop_back();
    return Step::walked;
  }
  if (level.has_members && !scanner_.expect(',')) return Step::failed;
  level.has_members = true;
  return step_into_member(level, piece);
}

JsonWalker::Step JsonWalker::step_into_member(Level& level, JsonPiece& piece) {
  if (level.closing == ']') return level.holds_records ? cut_record(piece) : enter(level.path_at, piece);
  if (!read_name()) return Step::failed;
  if (level.holds_records) return cut_record(piece);
  const auto path_at = follow(level.path_at);
  if (path_at != std::string::npos) return enter(path_at, piece);
  return scanner_.skip_value() ? Step::walked : Step::failed;
}

JsonWalker::Step JsonWalker::enter(std::size_t path_at, JsonPiece& piece) {
  const auto rest = std::string_view(record_path_).substr(path_at);
  const bool members = rest == "*";
  const char bracket = scanner_.peek();
  const bool at_records = members ? bracket == '{' || bracket == '[' : rest.empty() && bracket == '[';
  if (rest.empty() && !at_records) return cut_record(piece);
  if (bracket != '{' && bracket != '[') return scanner_.skip_value() ? Step::walked : Step::failed;
  if (scanner_.depth() >= JsonScanner::max_depth) {
    scanner_.fail("at most " + std::to_string(JsonScanner::max_depth) + " brackets inside one another");
    return Step::failed;
  }
  scanner_.take();
  scanner_.enter();
  found_ = found_ || at_records;
  levels_.push_back({bracket == '{' ? '}' : ']', at_records, false, path_at});
  return Step::walked;
}

JsonWalker::Step JsonWalker::cut_record(JsonPiece& piece) {
  found_ = true;
  scanner_.peek();
  scanner_.mark();
  piece.line = scanner_.line();
  piece.offset = scanner_.offset();
  if (!scanner_.skip_value()) return Step::failed;
  piece.text = scanner_.cut();
  if (piece.text.size() > ReadLimits::max_record_bytes) {
    scanner_.fail_too_long(piece.line, piece.offset);
    return Step::failed;
  }
  piece.key = !levels_.empty() && levels_.back().closing == '}' && levels_.back().holds_records ? &name_ : nullptr;
  return Step::record;
}

bool JsonWalker::read_name() {
  if (scanner_.peek() != '"') return scanner_.fail("a name in double quotes");
  scanner_.mark();
  if (!scanner_.skip_string()) return false;
  name_ = json_text(scanner_.cut());
  return scanner_.expect(':');
}

std::size_t JsonWalker::follow(std::size_t path_at) const {
  const auto rest = std::string_view(record_path_).substr(path_at);
  if (!rest.starts_with(name_)) return std::string::npos;
  if (rest.size() == name_.size()) return record_path_.size();
  return rest[name_.size()] == '.' ? path_at + name_.size() + 1 : std::string::npos;
}

}  // namespace imports
