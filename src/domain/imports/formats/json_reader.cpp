#include "domain/imports/formats/json_reader.h"

#include <utility>

#include "domain/imports/formats/decoded_source.h"
#include "domain/imports/formats/field_gatherer.h"
#include "domain/imports/formats/file_place.h"
#include "domain/imports/formats/json_flattener.h"
#include "domain/imports/formats/json_walker.h"
#include "domain/imports/formats/tree_problems.h"

namespace imports {
namespace {

class JsonReader final : public RecordReader {
 public:
  JsonReader(std::unique_ptr<ByteSource> text, const Dialect& dialect, std::string file,
             std::shared_ptr<RepairLog> repairs)
      : walker_(std::move(text), dialect.record_path, file), file_(std::move(file)), repairs_(std::move(repairs)) {}

  const std::vector<std::string>& columns() const override { return fields_.columns(); }

  base::Result<bool> next(Record& record) override {
    JsonPiece piece;
    ASSIGN_OR_RETURN(const bool found, walker_.next(piece));
    if (!found) return false;
    record.number = ++number_;
    record.line = piece.line;
    record.byte_offset = piece.offset;
    record.raw = piece.text;
    record.problems.clear();
    fields_.begin();
    if (piece.key != nullptr) fields_.set("@key", *piece.key);
    if (auto flat = flattener_.flatten(piece.text, fields_); !flat) {
      auto problem = std::move(flat).error();
      problem.place = place_in(file_, piece.line, piece.offset);
      return base::failure(std::move(problem));
    }
    RETURN_IF_FAILED(fields_.finish(record.fields));
    note_repairs(record, repairs_.get(), piece.offset + piece.text.size(), file_);
    return true;
  }

 private:
  JsonWalker walker_;
  JsonFlattener flattener_;
  FieldGatherer fields_;
  std::string file_;
  std::shared_ptr<RepairLog> repairs_;
  std::uint64_t number_ = 0;
};

}  // namespace

std::unique_ptr<RecordReader> read_json(std::unique_ptr<ByteSource> text, const Dialect& dialect, std::string file,
                                        std::shared_ptr<RepairLog> repairs) {
  return std::make_unique<JsonReader>(std::move(text), dialect, std::move(file), std::move(repairs));
}

base::Result<std::unique_ptr<RecordReader>> open_json(const std::filesystem::path& path, const Dialect& dialect) {
  auto repairs = std::make_shared<RepairLog>();
  ASSIGN_OR_RETURN(auto text, open_decoded(path, dialect, repairs));
  return read_json(std::move(text), dialect, shown_name(path, dialect), std::move(repairs));
}

}  // namespace imports
