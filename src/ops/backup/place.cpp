#include "ops/backup/place.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "ops/backup/backup_problems.h"

namespace backup {
namespace {

namespace storage = platform::storage;

constexpr std::string_view sets = "sets/";
constexpr std::string_view bucket_part = "backups";
constexpr std::string_view manifest_name = "manifest.json", mark_name = "manifest.mark", proof_name = "proven";
constexpr std::size_t largest_manifest = 32U << 20U;

/// The same in the words of a backup: which setting leads to more room is another one here.
base::Problem in_our_words(base::Problem problem) {
  if (problem.kind == &storage::storage_full) {
    problem.kind = &no_room;
    problem.cure = "Free some space or set BACKUP_DIR to a larger disk, then make the backup again.";
  }
  return problem;
}

template <class T>
base::Result<T> in_our_words(base::Result<T> result) {
  if (!result) return base::failure(in_our_words(std::move(result).error()));
  return result;
}

std::string id_in(std::string_view key) {
  const std::string_view rest = key.substr(sets.size());
  return std::string(rest.substr(0, rest.find('/')));
}

tl::unexpected<base::Problem> not_known(std::string_view id, const Place& place) {
  return base::failure(unknown, "There is no backup \"" + std::string(id) + "\" in the place \"" + place.name() + "\".",
                       "`backup list` shows those there are.");
}

}  // namespace

base::Result<Place> Place::in_folder(const std::filesystem::path& folder) {
  auto store = storage::ObjectStore::open(folder);
  if (!store) {
    return base::failure(settings_invalid, store.error().message, "Set BACKUP_DIR to a folder this user may write to.",
                         {.field = "BACKUP_DIR"});
  }
  return Place(*std::move(store), "folder", "");
}

Place Place::on_s3(storage::S3Options options, const std::string& bucket) {
  options.buckets = {{std::string(bucket_part), bucket}};
  return Place(storage::ObjectStore::on_s3(std::move(options)), "s3", std::string(bucket_part) + "/");
}

base::Result<> Place::check() const {
  return in_our_words(store_->check());
}

base::Result<> Place::put(std::string_view key, const StoredFile& file, const std::filesystem::path& from) {
  return in_our_words(store_->put_file({key_of(key), file.sha256, file.bytes}, from));
}

base::Result<> Place::write(std::string_view key, std::string_view bytes) {
  return in_our_words(store_->write(key_of(key), bytes));
}

base::Result<std::optional<std::string>> Place::read_small(std::string_view key) const {
  auto text = store_->read(key_of(key), largest_manifest);
  if (text) return std::optional(*std::move(text));
  if (text.error().kind == &storage::storage_object_missing) return std::optional<std::string>{};
  return base::failure(std::move(text).error());
}

base::Result<> Place::read(std::string_view key, const ByteSink& sink) const {
  auto done = store_->read(key_of(key), {}, sink);
  if (done || done.error().kind != &storage::storage_object_missing) return done;
  return base::failure(damaged, "\"" + std::string(key) + "\" of the backup is missing.",
                       "Use another backup; `backup list` shows them.");
}

base::Result<> Place::read_stored(std::string_view key, const StoredFile& expected, const Form& form,
                                  const ByteSink& sink) const {
  FileReader reader(expected, form, sink);
  RETURN_IF_FAILED(read(key, [&reader](std::span<const char> bytes) { return reader.add(bytes); }));
  return reader.finish();
}

base::Result<> Place::list(std::string_view prefix,
                           const std::function<base::Result<>(std::string_view, std::uint64_t)>& each) const {
  return store_->list(key_of(prefix), [&](const storage::ObjectInfo& info) {
    return each(std::string_view(info.key).substr(prefix_.size()), info.size);
  });
}

base::Result<> Place::remove(std::string_view key) {
  return store_->remove(key_of(key));
}

base::Result<bool> Place::remove_unused(std::string_view key, base::Timestamp cutoff) {
  return store_->remove_unused(key_of(key), cutoff);
}

std::string set_key(std::string_view id, std::string_view file) {
  return std::string(sets).append(id).append("/").append(file);
}

base::Result<std::vector<Manifest>> manifests_in(const Place& place, std::vector<std::string>* unreadable) {
  std::vector<std::string> ids;
  RETURN_IF_FAILED(place.list(sets, [&](std::string_view key, std::uint64_t) -> base::Result<> {
    if (key.ends_with("/" + std::string(manifest_name))) ids.push_back(id_in(key));
    return {};
  }));
  std::sort(ids.rbegin(), ids.rend());
  std::vector<Manifest> all;
  for (const std::string& id : ids) {
    ASSIGN_OR_RETURN(const auto text, place.read_small(set_key(id, manifest_name)));
    if (!text) continue;  // removed meanwhile
    auto manifest = read_manifest(*text);
    if (manifest && manifest->id == id) {
      all.push_back(*std::move(manifest));
    } else if (unreadable != nullptr) {
      unreadable->push_back(id);
    }
  }
  return all;
}

base::Result<std::optional<Manifest>> unmarked_manifest_in(const Place& place, std::string_view id) {
  if (!is_id(id)) return std::optional<Manifest>{};
  ASSIGN_OR_RETURN(const auto text, place.read_small(set_key(id, manifest_name)));
  if (!text) return std::optional<Manifest>{};
  return read_manifest(*text);
}

base::Result<Manifest> manifest_in(const Place& place, std::string_view id, const SealKey* key) {
  if (!is_id(id)) return not_known(id, place);
  ASSIGN_OR_RETURN(const auto text, place.read_small(set_key(id, manifest_name)));
  if (!text) return not_known(id, place);
  ASSIGN_OR_RETURN(Manifest manifest, read_manifest(*text));
  if (!manifest.is_sealed()) return manifest;
  if (key == nullptr || key->id() != manifest.key_id) {
    return base::failure(key_missing,
                         "The backup " + manifest.id + " is encrypted" +
                             (key == nullptr ? ", and BACKUP_KEY is not set." : " with another key than BACKUP_KEY."),
                         "Set BACKUP_KEY to the one in force when the backup was made.", {.field = "BACKUP_KEY"});
  }
  ASSIGN_OR_RETURN(const auto mark, place.read_small(set_key(id, mark_name)));
  if (mark && *mark == key->mark(*text)) return manifest;
  return base::failure(damaged, "The manifest of the backup " + manifest.id + " was changed after it was written.",
                       "Use another backup; `backup list` shows them.");
}

base::Result<> publish(Place& place, const Manifest& manifest, const SealKey* key) {
  const std::string text = to_text(manifest);
  if (key != nullptr) RETURN_IF_FAILED(place.write(set_key(manifest.id, mark_name), key->mark(text)));
  return place.write(set_key(manifest.id, manifest_name), text);
}

base::Result<> remove_set(Place& place, std::string_view id) {
  RETURN_IF_FAILED(place.remove(set_key(id, manifest_name)));
  std::vector<std::string> keys;
  RETURN_IF_FAILED(place.list(set_key(id), [&keys](std::string_view key, std::uint64_t) -> base::Result<> {
    keys.emplace_back(key);
    return {};
  }));
  for (const std::string& key : keys) RETURN_IF_FAILED(place.remove(key));
  return {};
}

base::Result<> remove_half_sets(Place& place) {
  std::set<std::string> begun, whole;
  RETURN_IF_FAILED(place.list(sets, [&](std::string_view key, std::uint64_t) -> base::Result<> {
    begun.insert(id_in(key));
    if (key.ends_with("/" + std::string(manifest_name))) whole.insert(id_in(key));
    return {};
  }));
  for (const std::string& id : begun) {
    // Only what this program names so: the folder may hold other things.
    if (!whole.contains(id) && is_id(id)) RETURN_IF_FAILED(remove_set(place, id));
  }
  return {};
}

base::Result<> write_proof(Place& place, std::string_view id, base::Timestamp when) {
  return place.write(set_key(id, proof_name), when.to_string());
}

base::Result<std::optional<base::Timestamp>> proof_of(const Place& place, std::string_view id) {
  ASSIGN_OR_RETURN(const auto text, place.read_small(set_key(id, proof_name)));
  return text ? base::Timestamp::parse(base::trim(*text)) : std::nullopt;
}

}  // namespace backup
