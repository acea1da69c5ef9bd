#include "ops/backup/objects.h"

#include <fmt/format.h>

#include <array>

#include "ops/backup/backup_problems.h"
#include "ops/backup/object_lines.h"

namespace backup {
namespace {

namespace storage = platform::storage;
namespace fs = std::filesystem;

// What the object store keeps.
constexpr std::array<std::string_view, 5> buckets{"catalog/", "imports/", "media/", "code2asin/", "analytics/"};
constexpr std::string_view list_name = "objects.list", index_name = "objects.ndjson.gz";

std::string label_of(std::string_view sha256) {
  return "object/" + std::string(sha256);
}

/// A copy and its size as it is stored, so that a cut one is not taken for whole.
std::string present(std::string_view key, std::uint64_t size, bool with_size) {
  return std::string(key) + (with_size ? ":" + std::to_string(size) : "");
}

base::Result<std::string> digest_of(const storage::ObjectStore& live, const std::string& key) {
  platform::crypto::Sha256 digest;
  RETURN_IF_FAILED(live.read(key, {}, [&digest](std::span<const char> bytes) -> base::Result<> {
    digest.add({bytes.data(), bytes.size()});
    return {};
  }));
  return digest.hex();
}

/// Room for one of them at a time.
base::Result<std::unique_ptr<FileWriter>> fresh_file(const fs::path& file, const Form& form) {
  std::error_code ignored;
  fs::remove(file, ignored);
  return FileWriter::create(file, form);
}

base::Result<> read_lines(const fs::path& list, const std::function<base::Result<>(const ObjectLine&)>& each) {
  LineCutter cutter(each);
  RETURN_IF_FAILED(read_local(list, [&cutter](std::span<const char> bytes) { return cutter.add(bytes); }));
  return cutter.finish();
}

}  // namespace

base::Result<Fingerprints> copies_in(const Place& place, bool with_sizes) {
  Fingerprints there;
  RETURN_IF_FAILED(place.list(copies, [&](std::string_view key, std::uint64_t size) -> base::Result<> {
    there.add(present(key, size, with_sizes));
    return {};
  }));
  return there;
}

std::string copy_key(std::string_view sha256, const SealKey* key) {
  const std::string name = key == nullptr ? std::string(sha256) : key->mark(sha256) + "." + key->id();
  return fmt::format("{}{}/{}", copies, name.substr(0, 2), name);
}

base::Result<> ObjectCopies::list_live() {
  ASSIGN_OR_RETURN(const auto list, FileWriter::create(shop_.work / list_name, {}));
  const storage::ObjectVisitor take_down = [&](const storage::ObjectInfo& info) -> base::Result<> {
    RETURN_IF_FAILED(shop_.watch.check());
    ObjectLine line{info.key, info.digest, info.size};
    if (line.sha256.empty()) {
      const auto digest = digest_of(live_, info.key);
      if (!digest && digest.error().kind == &storage::storage_object_missing) return {};  // it had its time
      RETURN_IF_FAILED(digest);
      line.sha256 = *digest;
    }
    return list->add(to_line(line));
  };
  for (const std::string_view bucket : buckets) RETURN_IF_FAILED(live_.list(bucket, take_down));
  RETURN_IF_FAILED(list->finish());
  return {};
}

/// False when it is not what it should be.
base::Result<bool> ObjectCopies::copy_one(const ObjectLine& line, Place& place) {
  const fs::path file = shop_.work / "object";
  ASSIGN_OR_RETURN(const auto writer, fresh_file(file, {Packed::no, shop_.key, label_of(line.sha256)}));
  platform::crypto::Sha256 digest;
  const auto done = live_.read(line.key, {}, [&](std::span<const char> bytes) {
    digest.add({bytes.data(), bytes.size()});
    return writer->add(bytes);
  });
  if (!done && done.error().kind == &storage::storage_object_missing) return false;
  RETURN_IF_FAILED(done);
  if (digest.hex() != line.sha256) return false;
  ASSIGN_OR_RETURN(const StoredFile stored, writer->finish());
  RETURN_IF_FAILED(place.put(copy_key(line.sha256, shop_.key), stored, file));
  entry_.new_count += 1;
  entry_.new_bytes += stored.bytes;
  return true;
}

base::Result<> ObjectCopies::copy_to(Place& place) {
  ASSIGN_OR_RETURN(Fingerprints there, copies_in(place, shop_.key == nullptr));
  return read_lines(shop_.work / list_name, [&](const ObjectLine& line) -> base::Result<> {
    const std::string mark = present(copy_key(line.sha256, shop_.key), line.bytes, shop_.key == nullptr);
    if (there.has(mark)) return {};
    RETURN_IF_FAILED(shop_.watch.check());
    ASSIGN_OR_RETURN(const bool is_copied, copy_one(line, place));
    if (!is_copied) left_out_.insert(line.key);
    if (is_copied) there.add(mark);
    return {};
  });
}

base::Result<ObjectsEntry> ObjectCopies::write_index(std::string_view backup_id) {
  constexpr std::size_t most_named = 1'000;
  const std::string name = std::string(index_name) + (shop_.key == nullptr ? "" : ".sealed");
  ASSIGN_OR_RETURN(const auto index,
                   FileWriter::create(shop_.work / name, form_of(backup_id, name, Packed::yes, shop_.key)));
  RETURN_IF_FAILED(read_lines(shop_.work / list_name, [&](const ObjectLine& line) -> base::Result<> {
    if (left_out_.contains(line.key)) return {};
    entry_.count += 1;
    entry_.bytes += line.bytes;
    return index->add(to_line(line));
  }));
  ASSIGN_OR_RETURN(entry_.index, index->finish());
  entry_.index.name = name;
  for (const std::string& key : left_out_) {
    if (entry_.left_out.size() < most_named) entry_.left_out.push_back(key);
  }
  return entry_;
}

base::Result<> read_index(const Place& place, const Manifest& manifest, const SealKey* key,
                          const std::function<base::Result<>(const ObjectLine&)>& each) {
  LineCutter cutter(each);
  const StoredFile& index = manifest.objects.index;
  RETURN_IF_FAILED(
      place.read_stored(set_key(manifest.id, index.name), index,
                        form_of(manifest.id, index.name, Packed::yes, manifest.is_sealed() ? key : nullptr),
                        [&cutter](std::span<const char> bytes) { return cutter.add(bytes); }));
  return cutter.finish();
}

base::Result<> read_copy(const Place& place, const ObjectLine& line, const SealKey* key, const ByteSink& sink) {
  platform::crypto::Sha256 digest;
  const ByteSink noted = [&](std::span<const char> bytes) {
    digest.add({bytes.data(), bytes.size()});
    return sink(bytes);
  };
  if (key == nullptr) {
    RETURN_IF_FAILED(place.read(copy_key(line.sha256, key), noted));
  } else {
    Unsealing unsealing(*key, label_of(line.sha256), noted);
    RETURN_IF_FAILED(place.read(copy_key(line.sha256, key),
                                [&unsealing](std::span<const char> bytes) { return unsealing.add(bytes); }));
    RETURN_IF_FAILED(unsealing.finish());
  }
  if (digest.hex() == line.sha256) return {};
  return base::failure(damaged, "The copy of the stored file \"" + line.key + "\" is not what was copied.",
                       "Remove \"" + copy_key(line.sha256, key) +
                           "\" from the place of the backups; the next backup copies the file again.");
}

base::Result<> carry_copies(const Workshop& shop, const Place& from, const Manifest& manifest, Place& to) {
  const SealKey* const key = manifest.is_sealed() ? shop.key : nullptr;
  ASSIGN_OR_RETURN(Fingerprints there, copies_in(to, key == nullptr));
  const fs::path file = shop.work / "object";
  return read_index(from, manifest, key, [&](const ObjectLine& line) -> base::Result<> {
    const std::string copy = copy_key(line.sha256, key), mark = present(copy, line.bytes, key == nullptr);
    if (there.has(mark)) return {};
    RETURN_IF_FAILED(shop.watch.check());
    ASSIGN_OR_RETURN(const auto writer, fresh_file(file, {Packed::no, key, label_of(line.sha256)}));
    RETURN_IF_FAILED(read_copy(from, line, key, [&writer](std::span<const char> bytes) { return writer->add(bytes); }));
    ASSIGN_OR_RETURN(const StoredFile stored, writer->finish());
    RETURN_IF_FAILED(to.put(copy, stored, file));
    there.add(mark);
    return {};
  });
}

base::Result<std::uint64_t> restore_objects(const Workshop& shop, const Place& place, const Manifest& manifest,
                                            storage::ObjectStore& live) {
  const auto mark = [](std::string_view key, std::uint64_t size) {
    return std::string(key) + ":" + std::to_string(size);
  };
  RETURN_IF_FAILED(live.check());
  Fingerprints there;
  for (const std::string_view bucket : buckets) {
    RETURN_IF_FAILED(live.list(bucket, [&](const storage::ObjectInfo& info) -> base::Result<> {
      there.add(mark(info.key, info.size));
      return {};
    }));
  }
  std::uint64_t restored = 0;
  const fs::path file = shop.work / "object";
  const auto put_back = [&](const ObjectLine& line) -> base::Result<> {
    if (there.has(mark(line.key, line.bytes))) return {};
    RETURN_IF_FAILED(shop.watch.check());
    ASSIGN_OR_RETURN(const auto writer, fresh_file(file, {}));
    RETURN_IF_FAILED(read_copy(place, line, manifest.is_sealed() ? shop.key : nullptr,
                               [&writer](std::span<const char> bytes) { return writer->add(bytes); }));
    ASSIGN_OR_RETURN(const StoredFile stored, writer->finish());
    RETURN_IF_FAILED(live.put_file({line.key, stored.sha256, stored.bytes}, file));
    ++restored;
    return {};
  };
  RETURN_IF_FAILED(read_index(place, manifest, shop.key, put_back));
  return restored;
}

}  // namespace backup
