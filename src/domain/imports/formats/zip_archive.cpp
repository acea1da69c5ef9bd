#include "domain/imports/formats/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include "base/text.h"
#include "domain/imports/formats/expansion_guard.h"
#include "domain/imports/formats/file_place.h"

namespace imports {
namespace {

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseEntry {
  void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};
using ArchiveHandle = std::unique_ptr<zip_t, CloseArchive>;
using EntryHandle = std::unique_ptr<zip_file_t, CloseEntry>;

base::Problem damaged(const std::string& file, const std::string& what) {
  return {&archive_damaged, "The zip file " + file + " is damaged: " + what + ".",
          "Download the file again or ask the supplier to send it again.", place_in(file)};
}

base::Problem cannot_open(const std::string& file, int code) {
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  const std::string what = zip_error_strerror(&error);
  zip_error_fini(&error);
  if (code == ZIP_ER_NOENT || code == ZIP_ER_OPEN) {
    return {&file_unreadable, "The file " + file + " cannot be opened.",
            "Check the file's name and that this program's user may read it.", place_in(file)};
  }
  return damaged(file, base::to_lower_ascii(what));
}

ZipEntry entry_of(const zip_stat_t& status) {
  ZipEntry entry;
  if ((status.valid & ZIP_STAT_NAME) != 0U) entry.name = status.name;
  if ((status.valid & ZIP_STAT_SIZE) != 0U) entry.bytes = status.size;
  if ((status.valid & ZIP_STAT_COMP_SIZE) != 0U) entry.compressed_bytes = status.comp_size;
  entry.encrypted = (status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0U && status.encryption_method != ZIP_EM_NONE;
  entry.directory = !entry.name.empty() && entry.name.back() == '/';
  return entry;
}

std::string comparable(std::string_view name) {
  std::string folded = base::to_lower_ascii(name);
  std::replace(folded.begin(), folded.end(), '\\', '/');
  return folded;
}

}  // namespace

struct ZipArchive::Contents {
  std::string file;
  std::uint64_t file_bytes = 0;
  ArchiveHandle archive;
  std::vector<ZipEntry> entries;
  std::vector<std::string> comparable_names;

  std::optional<std::size_t> index_of(std::string_view name) const;
};

namespace {

class EntrySource final : public ByteSource {
 public:
  // `keep` holds the archive open; `entry` belongs to it.
  EntrySource(std::shared_ptr<const void> keep, EntryHandle handle, const ZipEntry& entry, std::uint64_t stored_bytes,
              std::string file)
      : keep_(std::move(keep)),
        handle_(std::move(handle)),
        name_(entry.name),
        stored_bytes_(stored_bytes),
        file_(std::move(file)) {}

  base::Result<std::size_t> read(std::span<char> buffer) override {
    const zip_int64_t got = zip_fread(handle_.get(), buffer.data(), buffer.size());
    if (got < 0) {
      const std::string what = base::to_lower_ascii(zip_file_strerror(handle_.get()));
      return base::failure(damaged(
          file_, "the entry " + name_ + " breaks off after " + std::to_string(given_) + " bytes (" + what + ")"));
    }
    given_ += static_cast<std::uint64_t>(got);
    if (expands_too_much(given_, stored_bytes_)) {
      return base::failure(archive_bomb,
                           "The entry " + name_ + " of " + file_ + " expands more than " +
                               std::to_string(ReadLimits::max_expansion_ratio) + " times, as no honest file does.",
                           "Do not use this file; ask its sender what it is.", place_in(file_));
    }
    return static_cast<std::size_t>(got);
  }

 private:
  std::shared_ptr<const void> keep_;
  EntryHandle handle_;
  std::string name_;
  std::uint64_t stored_bytes_;
  std::string file_;
  std::uint64_t given_ = 0;
};

}  // namespace

std::optional<std::size_t> ZipArchive::Contents::index_of(std::string_view name) const {
  const auto exact = std::find_if(entries.begin(), entries.end(), [&](const ZipEntry& e) { return e.name == name; });
  if (exact != entries.end()) return static_cast<std::size_t>(exact - entries.begin());
  const auto alike = std::find(comparable_names.begin(), comparable_names.end(), comparable(name));
  if (alike != comparable_names.end()) return static_cast<std::size_t>(alike - comparable_names.begin());
  return std::nullopt;
}

ZipArchive::ZipArchive(std::shared_ptr<const Contents> contents) : contents_(std::move(contents)) {}
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive& ZipArchive::operator=(ZipArchive&&) noexcept = default;
ZipArchive::~ZipArchive() = default;

base::Result<ZipArchive> ZipArchive::open(const std::filesystem::path& path, std::string_view shown_name) {
  auto contents = std::make_shared<Contents>();
  contents->file = imports::shown_name(path, shown_name);
  std::error_code no_size;
  contents->file_bytes = std::filesystem::file_size(path, no_size);
  if (no_size) return base::failure(cannot_open(contents->file, ZIP_ER_OPEN));

  int code = 0;
  contents->archive = ArchiveHandle(zip_open(path.c_str(), ZIP_RDONLY, &code));
  if (!contents->archive) return base::failure(cannot_open(contents->file, code));

  const zip_int64_t count = zip_get_num_entries(contents->archive.get(), 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t status;
    if (zip_stat_index(contents->archive.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS, &status) != 0) {
      return base::failure(damaged(contents->file, "its list of files is not readable"));
    }
    contents->entries.push_back(entry_of(status));
    contents->comparable_names.push_back(comparable(contents->entries.back().name));
  }
  return ZipArchive(std::move(contents));
}

const std::vector<ZipEntry>& ZipArchive::entries() const {
  return contents_->entries;
}

const ZipEntry* ZipArchive::find(std::string_view name) const {
  const auto index = contents_->index_of(name);
  return index ? &contents_->entries[*index] : nullptr;
}

base::Result<std::unique_ptr<ByteSource>> ZipArchive::open_entry(std::string_view name) const {
  const auto index = contents_->index_of(name);
  if (!index) {
    return base::failure(archive_entry_missing,
                         "The zip file " + contents_->file + " holds no file called \"" + std::string(name) + "\".",
                         "Check which files are inside the archive.", place_in(contents_->file));
  }
  const ZipEntry& entry = contents_->entries[*index];
  if (entry.encrypted) {
    return base::failure(file_encrypted, "The file " + entry.name + " in " + contents_->file + " has a password.",
                         "Save it without a password and try again.", place_in(contents_->file));
  }
  EntryHandle handle(zip_fopen_index(contents_->archive.get(), *index, 0));
  if (!handle) {
    const std::string what = base::to_lower_ascii(zip_strerror(contents_->archive.get()));
    return base::failure(damaged(contents_->file, "the entry " + entry.name + " cannot be opened (" + what + ")"));
  }
  const std::uint64_t stored_bytes = std::min(entry.compressed_bytes, contents_->file_bytes);
  std::unique_ptr<ByteSource> source =
      std::make_unique<EntrySource>(contents_, std::move(handle), entry, stored_bytes, contents_->file);
  return source;
}

}  // namespace imports
