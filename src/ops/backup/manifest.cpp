#include "ops/backup/manifest.h"

#include <algorithm>

#include "base/text.h"
#include "ops/backup/backup_problems.h"
#include "platform/crypto/random.h"
#include "platform/http/codec.h"

namespace backup {

BOOST_DESCRIBE_STRUCT(StoredFile, (), (name, sha256, bytes))
BOOST_DESCRIBE_STRUCT(TableEntry, (), (name, rows, digest))
BOOST_DESCRIBE_STRUCT(DatabaseEntry, (),
                      (name, engine, server, schema_version, migrations, raw_bytes, raw_sha256, file, tables))
BOOST_DESCRIBE_STRUCT(ObjectsEntry, (), (count, bytes, new_count, new_bytes, left_out, index))
BOOST_DESCRIBE_STRUCT(Manifest, (),
                      (format, id, site, program_version, started_at, ended_at, started_by, key_id, databases, objects,
                       settings))

namespace {

constexpr std::size_t time_size = 16, mark_size = 4;

/// The format a text says it has; nothing when it is no manifest at all.
std::optional<std::int64_t> format_of(std::string_view text) {
  boost::system::error_code broken;
  const auto json = boost::json::parse(text, broken);
  const auto* const object = broken ? nullptr : json.if_object();
  const auto* const format = object == nullptr ? nullptr : object->if_contains("format");
  if (format == nullptr || !format->is_int64()) return std::nullopt;
  return format->get_int64();
}

}  // namespace

std::vector<StoredFile> Manifest::files() const {
  std::vector<StoredFile> all;
  for (const DatabaseEntry& one : databases) all.push_back(one.file);
  all.push_back(objects.index);
  all.push_back(settings);
  return all;
}

std::uint64_t Manifest::size_bytes() const {
  std::uint64_t sum = 0;
  for (const StoredFile& file : files()) sum += file.bytes;
  return sum;
}

const DatabaseEntry* Manifest::find(std::string_view database) const {
  const auto found = std::ranges::find(databases, database, &DatabaseEntry::name);
  return found == databases.end() ? nullptr : &*found;
}

base::Result<const DatabaseEntry*> entry_of(const Manifest& manifest, std::string_view database) {
  if (const DatabaseEntry* const entry = manifest.find(database)) return entry;
  return base::failure(damaged, "The backup " + manifest.id + " has no database " + std::string(database) + ".",
                       "Use another backup; `backup list` shows them.");
}

std::string to_text(const Manifest& manifest) {
  base::JsonWriter json(base::JsonWriter::Style::indented);
  platform::http::write_json(json, manifest);
  return json.take() + "\n";
}

base::Result<Manifest> read_manifest(std::string_view text) {
  const auto format = format_of(text);
  if (format && *format > current_format) {
    return base::failure(newer,
                         "The backup has format " + std::to_string(*format) + "; this program reads up to " +
                             std::to_string(current_format) + ".",
                         "Restore it with the version of the program that made it, or a later one.");
  }
  auto manifest = platform::http::from_json<Manifest>(text);
  if (manifest && is_id(manifest->id)) return manifest;
  return base::failure(damaged, "A backup's manifest.json cannot be read.",
                       "Use another backup; `backup list` shows them.");
}

std::string new_id(base::Timestamp now) {
  std::string id;
  const std::string text = now.to_string();
  for (const char c : text.substr(0, text.find('.'))) {
    if (c != '-' && c != ':') id += c;
  }
  return id + "Z-" + platform::crypto::random_letters(mark_size);
}

bool is_id(std::string_view text) {
  if (text.size() != time_size + 1 + mark_size || text[8] != 'T' || text[time_size - 1] != 'Z' ||
      text[time_size] != '-')
    return false;
  const auto is_mark = [](char c) { return base::is_digit(c) || (c >= 'a' && c <= 'z'); };
  const std::string digits = std::string(text.substr(0, 8)) + std::string(text.substr(9, 6));
  return std::ranges::all_of(digits, base::is_digit) && std::ranges::all_of(text.substr(time_size + 1), is_mark);
}

}  // namespace backup
