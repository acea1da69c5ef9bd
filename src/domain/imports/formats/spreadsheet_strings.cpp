#include "domain/imports/formats/spreadsheet_strings.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "domain/imports/formats/spreadsheet.h"

namespace imports {
namespace {

constexpr std::size_t page_bytes = std::size_t{16} << 10U;
constexpr std::size_t pending_limit = std::size_t{256} << 10U;
constexpr std::uint64_t max_text_bytes = std::uint64_t{4} << 30U;
constexpr std::size_t cached_text_pages = 512;
constexpr std::size_t cached_index_pages = 256;

std::string_view as_bytes(const std::uint64_t* numbers, std::size_t count) {
  return {static_cast<const char*>(static_cast<const void*>(numbers)), count * sizeof(std::uint64_t)};
}

}  // namespace

base::Result<SpillFile> SpillFile::create(std::size_t cached_pages) {
  ASSIGN_OR_RETURN(auto file, TemporaryFile::create());
  return SpillFile(std::move(file), cached_pages);
}

base::Result<> SpillFile::append(std::string_view bytes) {
  pending_.append(bytes);
  size_ += bytes.size();
  if (pending_.size() < pending_limit) return {};
  return flush();
}

base::Result<> SpillFile::flush() {
  if (pending_.empty()) return {};
  RETURN_IF_FAILED(file_.append(pending_));
  pending_.clear();
  return {};
}

base::Result<> SpillFile::read(std::uint64_t begin, std::uint64_t end, std::string& out) {
  if (end > size_ - pending_.size()) RETURN_IF_FAILED(flush());
  while (begin < end) {
    const auto within = static_cast<std::size_t>(begin % page_bytes);
    const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(page_bytes - within, end - begin));
    ASSIGN_OR_RETURN(const auto* found, page(begin / page_bytes, within + take));
    out.append(found->bytes, within, take);
    begin += take;
  }
  return {};
}

// The last page of the file grows, so a cached page counts only when it holds what is needed.
base::Result<const SpillFile::Page*> SpillFile::page(std::uint64_t number, std::size_t needed_bytes) {
  auto& slot = pages_[number % pages_.size()];
  if (slot.number == number && slot.bytes.size() >= needed_bytes) return &slot;
  slot.number = number;
  slot.bytes.resize(page_bytes);
  std::size_t have = 0;
  while (have < page_bytes) {
    const auto got = ::pread(file_.descriptor(), slot.bytes.data() + have, page_bytes - have,
                             static_cast<off_t>(number * page_bytes + have));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    have += static_cast<std::size_t>(got);
  }
  slot.bytes.resize(have);
  if (have < needed_bytes) {
    return base::failure(temporary_file_failed, "The text set aside while reading the workbook could not be read back.",
                         "Check the disk that holds temporary files, then import the file again.");
  }
  return &slot;
}

base::Result<> StringStore::add(std::string_view text) {
  if (!spilled_ && text_.size() + text.size() + (ends_.size() + 1) * sizeof(std::uint64_t) > memory_limit_) {
    RETURN_IF_FAILED(spill());
  }
  ++count_;
  if (!spilled_) {
    text_.append(text);
    ends_.push_back(text_.size());
    return {};
  }
  if (spilled_->text.size() + text.size() > max_text_bytes) {
    return base::failure(sheet_too_large, "The workbook holds more than 4 GB of text.",
                         "Check that the file is a price list, or export it as CSV.");
  }
  RETURN_IF_FAILED(spilled_->text.append(text));
  const std::uint64_t end = spilled_->text.size();
  return spilled_->ends.append(as_bytes(&end, 1));
}

base::Result<> StringStore::spill() {
  ASSIGN_OR_RETURN(auto text, SpillFile::create(cached_text_pages));
  ASSIGN_OR_RETURN(auto ends, SpillFile::create(cached_index_pages));
  RETURN_IF_FAILED(text.append(text_));
  RETURN_IF_FAILED(ends.append(as_bytes(ends_.data(), ends_.size())));
  text_ = std::string();
  ends_ = std::vector<std::uint64_t>();
  spilled_.emplace(Spilled{std::move(text), std::move(ends)});
  return {};
}

base::Result<std::string_view> StringStore::get(std::uint64_t index) {
  if (!spilled_) {
    const auto at = static_cast<std::size_t>(index);
    const auto begin = at == 0 ? 0 : ends_[at - 1];
    return std::string_view(text_).substr(begin, ends_[at] - begin);
  }
  const std::uint64_t first = index == 0 ? 0 : index - 1;
  found_.clear();
  RETURN_IF_FAILED(spilled_->ends.read(first * sizeof(std::uint64_t), (index + 1) * sizeof(std::uint64_t), found_));
  std::array<std::uint64_t, 2> bounds{};
  if (index == 0) {
    std::memcpy(&bounds[1], found_.data(), sizeof(std::uint64_t));
  } else {
    std::memcpy(bounds.data(), found_.data(), sizeof(bounds));
  }
  found_.clear();
  RETURN_IF_FAILED(spilled_->text.read(bounds[0], bounds[1], found_));
  return std::string_view(found_);
}

}  // namespace imports
