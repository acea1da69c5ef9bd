#include <system_error>

#include "domain/imports/upload_bytes.h"
#include "domain/imports/upload_file.h"

namespace imports {
namespace {

class FileWriter : public UploadWriter {
 public:
  FileWriter(UploadFile file, std::uint64_t size) : file_(std::move(file)), size_(size) {}

  std::uint64_t size() const override { return size_; }
  base::Result<> append(std::span<const char> bytes) override {
    RETURN_IF_FAILED(file_.write(bytes, size_));
    size_ += bytes.size();
    return {};
  }
  base::Result<> clear() override {
    size_ = 0;
    return file_.truncate(0);
  }
  base::Result<> sync() override { return file_.sync(); }

 private:
  UploadFile file_;
  std::uint64_t size_;
};

class FolderUploads : public UploadBytes {
 public:
  explicit FolderUploads(std::filesystem::path folder) : folder_(std::move(folder)) {}

  base::Result<> begin(base::Uuid id) override {
    RETURN_IF_FAILED(UploadFile::open(path_of(id)));
    return {};
  }
  base::Result<std::optional<std::uint64_t>> size(base::Uuid id) override {
    std::error_code error;
    const std::uintmax_t arrived = std::filesystem::file_size(path_of(id), error);
    return error ? std::nullopt : std::optional<std::uint64_t>(arrived);
  }
  base::Result<std::unique_ptr<UploadWriter>> open(base::Uuid id) override {
    ASSIGN_OR_RETURN(UploadFile file, UploadFile::open(path_of(id)));
    ASSIGN_OR_RETURN(const std::uint64_t size, file.size());
    return std::make_unique<FileWriter>(std::move(file), size);
  }
  base::Result<std::filesystem::path> file(base::Uuid id) override { return path_of(id); }
  base::Result<std::string> digest(base::Uuid id) override { return digest_of_file(path_of(id)); }
  base::Result<> remove(base::Uuid id) override {
    std::error_code gone;  // a file that is gone already is as good
    std::filesystem::remove(path_of(id), gone);
    return {};
  }
  base::Result<> remove_leftovers(base::Timestamp) override { return {}; }

 private:
  std::filesystem::path path_of(base::Uuid id) const { return folder_ / id.to_string(); }
  std::filesystem::path folder_;
};

}  // namespace

std::unique_ptr<UploadBytes> uploads_in_folder(std::filesystem::path folder) {
  return std::make_unique<FolderUploads>(std::move(folder));
}

}  // namespace imports
