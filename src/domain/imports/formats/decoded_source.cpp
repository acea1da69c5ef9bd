#include "domain/imports/formats/decoded_source.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "domain/imports/formats/encoding.h"
#include "domain/imports/formats/file_place.h"
#include "domain/imports/formats/gzip_source.h"
#include "domain/imports/formats/transcoder.h"
#include "domain/imports/formats/zip_archive.h"

namespace imports {
namespace {

constexpr std::size_t piece_bytes = 64U * 1024U;

// One entry for each line with repairs keeps the log small however bad the text is.
void log_repairs(RepairLog& log, std::uint64_t text_offset, std::string_view text,
                 const std::vector<std::size_t>& repairs) {
  for (std::size_t i = 0; i < repairs.size();) {
    const std::size_t line_end = std::min(text.find_first_of("\r\n", repairs[i]), text.size());
    std::size_t next = i;
    while (next < repairs.size() && repairs[next] < line_end) ++next;
    log.add(text_offset + repairs[i], next - i);
    i = next;
  }
}

// Text in any encoding: bytes go through a transcoder.
class TranscodedSource final : public ByteSource {
 public:
  TranscodedSource(std::unique_ptr<ByteSource> bytes, std::string_view head, std::unique_ptr<Transcoder> transcoder,
                   std::shared_ptr<RepairLog> log)
      : bytes_(std::move(bytes)), transcoder_(std::move(transcoder)), log_(std::move(log)), piece_(piece_bytes) {
    convert(head, false);
  }

  base::Result<std::size_t> read(std::span<char> buffer) override {
    while (taken_ == text_.size() && !finished_) {
      ASSIGN_OR_RETURN(const std::size_t got, bytes_->read(piece_));
      finished_ = got == 0;
      convert({piece_.data(), got}, finished_);
    }
    const std::size_t count = text_.copy(buffer.data(), buffer.size(), taken_);
    taken_ += count;
    return count;
  }

 private:
  void convert(std::string_view bytes, bool last) {
    offset_ += text_.size();
    text_.clear();
    taken_ = 0;
    std::vector<std::size_t> repairs;
    transcoder_->convert(bytes, last, text_, repairs);
    if (log_) log_repairs(*log_, offset_, text_, repairs);
  }

  std::unique_ptr<ByteSource> bytes_;
  std::unique_ptr<Transcoder> transcoder_;
  std::shared_ptr<RepairLog> log_;
  std::vector<char> piece_;
  std::string text_;
  std::size_t taken_ = 0;
  std::uint64_t offset_ = 0;  // of text_ in the whole
  bool finished_ = false;
};

// Text that says it is UTF-8: checked where it lands in the caller's buffer, and copied only from its first wrong byte
// on until the piece is over.
class Utf8Source final : public ByteSource {
 public:
  Utf8Source(std::unique_ptr<ByteSource> bytes, std::string_view head, std::shared_ptr<RepairLog> log)
      : bytes_(std::move(bytes)), log_(std::move(log)), waiting_(head), small_(piece_bytes) {}

  base::Result<std::size_t> read(std::span<char> buffer) override {
    while (true) {
      if (taken_ < repaired_.size()) return give(repaired_.copy(buffer.data(), buffer.size(), taken_));
      if (finished_ || buffer.empty()) return 0U;
      // A buffer too small for a whole character is served from a larger one.
      const bool direct = buffer.size() >= 64;
      ASSIGN_OR_RETURN(const std::size_t count, read_piece(direct ? buffer : std::span(small_)));
      if (direct && count > 0) return pass(count);
      if (count > 0) {
        repaired_.assign(small_.data(), count);
        taken_ = 0;
      }
    }
  }

 private:
  // Fills `piece` with valid text; 0 when the text went to repaired_ instead, or when there is none yet.
  base::Result<std::size_t> read_piece(std::span<char> piece) {
    const std::size_t carried = waiting_.copy(piece.data(), piece.size());
    ASSIGN_OR_RETURN(const std::size_t got, bytes_->read(piece.subspan(carried)));
    finished_ = got == 0;
    const std::string_view all(piece.data(), carried + got);
    const std::string_view whole = all.substr(0, all.size() - (finished_ ? 0 : unfinished_utf8_tail(all)));
    waiting_.assign(all.substr(whole.size()));
    if (simdjson::validate_utf8(whole.data(), whole.size())) return whole.size();
    repair(whole);
    return 0U;
  }

  void repair(std::string_view whole) {
    std::vector<std::size_t> repairs;
    std::string text;
    make_unicode_transcoder("UTF-8")->convert(whole, true, text, repairs);
    if (log_) log_repairs(*log_, offset_, text, repairs);
    repaired_ = std::move(text);
    taken_ = 0;
  }

  std::size_t give(std::size_t count) {
    taken_ += count;
    return pass(count);
  }
  std::size_t pass(std::size_t count) {
    offset_ += count;
    return count;
  }

  std::unique_ptr<ByteSource> bytes_;
  std::shared_ptr<RepairLog> log_;
  std::string waiting_;  // the head, later the beginning of a character cut at the end of a piece
  std::vector<char> small_;
  std::string repaired_;
  std::size_t taken_ = 0;
  std::uint64_t offset_ = 0;
  bool finished_ = false;
};

// Without a name given, the archive's largest file is the one meant.
std::string entry_to_read(const ZipArchive& archive, const Dialect& dialect) {
  if (!dialect.zip_entry.empty()) return dialect.zip_entry;
  const auto& entries = archive.entries();
  const auto largest = std::max_element(entries.begin(), entries.end(), [](const ZipEntry& a, const ZipEntry& b) {
    return std::pair(!a.directory, a.bytes) < std::pair(!b.directory, b.bytes);
  });
  return largest == entries.end() ? std::string() : largest->name;
}

}  // namespace

base::Result<std::unique_ptr<ByteSource>> open_uncompressed(const std::filesystem::path& path, const Dialect& dialect) {
  if (dialect.compression == Compression::zip) {
    ASSIGN_OR_RETURN(const ZipArchive archive, ZipArchive::open(path, dialect.shown_name));
    return archive.open_entry(entry_to_read(archive, dialect));
  }
  ASSIGN_OR_RETURN(auto file, open_file(path, dialect.shown_name));
  if (dialect.compression == Compression::gzip) return gunzip(std::move(file), shown_name(path, dialect));
  return file;
}

base::Result<std::unique_ptr<ByteSource>> decode_text(std::unique_ptr<ByteSource> bytes, std::string_view encoding,
                                                      std::shared_ptr<RepairLog> repairs) {
  ASSIGN_OR_RETURN(std::string name, canonical_encoding(encoding));
  constexpr std::size_t longest_mark = 4;
  ASSIGN_OR_RETURN(const std::string head, read_head(*bytes, longest_mark));
  std::string_view text_head = head;
  if (const auto mark = find_byte_order_mark(head)) {
    name = mark->encoding;
    text_head.remove_prefix(mark->length);
  }
  std::unique_ptr<ByteSource> text;
  if (name == "UTF-8" || name == "US-ASCII") {
    text = std::make_unique<Utf8Source>(std::move(bytes), text_head, std::move(repairs));
  } else {
    ASSIGN_OR_RETURN(auto transcoder, make_transcoder(name));
    text = std::make_unique<TranscodedSource>(std::move(bytes), text_head, std::move(transcoder), std::move(repairs));
  }
  return text;
}

base::Result<std::unique_ptr<ByteSource>> open_decoded(const std::filesystem::path& path, const Dialect& dialect,
                                                       std::shared_ptr<RepairLog> repairs) {
  ASSIGN_OR_RETURN(auto bytes, open_uncompressed(path, dialect));
  return decode_text(std::move(bytes), dialect.encoding, std::move(repairs));
}

base::Result<std::string> decode_sample(std::string_view head, std::string_view encoding) {
  ASSIGN_OR_RETURN(std::string name, canonical_encoding(encoding));
  if (const auto mark = find_byte_order_mark(head)) {
    name = mark->encoding;
    head.remove_prefix(mark->length);
  }
  ASSIGN_OR_RETURN(const auto transcoder, make_transcoder(name));
  std::string text;
  std::vector<std::size_t> repairs;
  transcoder->convert(head, false, text, repairs);
  return text;
}

base::Result<std::string> read_head(ByteSource& source, std::size_t limit) {
  std::string head;
  std::size_t filled = 0;
  while (filled < limit) {
    if (filled == head.size()) head.resize(std::min(limit, std::max(piece_bytes, head.size() * 2)));
    ASSIGN_OR_RETURN(const std::size_t got, source.read(std::span(head).subspan(filled)));
    if (got == 0) break;
    filled += got;
  }
  head.resize(filled);
  return head;
}

}  // namespace imports
