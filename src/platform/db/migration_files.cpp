#include "platform/db/migration_files.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <stdexcept>

#include "base/text.h"

namespace platform::db {

namespace {

constexpr std::string_view no_transaction_mark = "-- migrate: no transaction";
constexpr std::string_view contract_mark = "-- migrate: contract after ";

enum class Direction : unsigned char { up, down };

struct FileName {
  std::uint32_t version;
  std::string name;
  Direction direction;
  std::optional<Engine> engine;  // absent: for both
};

[[noreturn]] void refuse(std::string_view path, std::string_view reason) {
  throw std::logic_error("migrations/" + std::string(path) + ": " + std::string(reason));
}

std::optional<Engine> engine_of(std::string_view path, std::string_view word) {
  if (word == "sqlite") return Engine::sqlite;
  if (word == "postgres") return Engine::postgres;
  refuse(path, "the engine in the name is neither sqlite nor postgres");
}

Direction direction_of(std::string_view path, std::string_view word) {
  if (word == "up") return Direction::up;
  if (word == "down") return Direction::down;
  refuse(path, "the name says neither up nor down");
}

/// "0001_products.up.sql", "0001_products.up.sqlite.sql".
FileName parse_name(std::string_view path) {
  const auto parts = base::split(path.substr(path.find('/') + 1), '.');
  if (parts.size() < 3 || parts.size() > 4 || parts.back() != "sql") {
    refuse(path, "the name is not NNNN_what.up.sql or NNNN_what.up.engine.sql");
  }
  const auto stem = parts.front();
  std::uint32_t version = 0;
  const auto [end, error] = std::from_chars(stem.data(), stem.data() + stem.size(), version);
  const auto digits = static_cast<std::size_t>(end - stem.data());
  if (error != std::errc{} || digits < 4 || version == 0 || digits + 1 >= stem.size() || stem[digits] != '_') {
    refuse(path, "the name does not begin with a version such as 0001_");
  }
  return {version, std::string(stem.substr(digits + 1)), direction_of(path, parts[1]),
          parts.size() == 4 ? engine_of(path, parts[2]) : std::nullopt};
}

struct Step {
  std::string name;
  std::optional<std::string_view> up, down;
};

void add(std::map<std::uint32_t, Step>& steps, const FileName& file, const EmbeddedFile& source) {
  Step& step = steps.try_emplace(file.version, Step{file.name, {}, {}}).first->second;
  if (step.name != file.name) refuse(source.path, "another step has the same version");
  auto& text = file.direction == Direction::up ? step.up : step.down;
  if (text) refuse(source.path, "the step has two texts for one engine");
  text = source.text;
}

/// The version a contract mark among the text's first comment lines names; "" when there is none.
std::string contract_after(std::string_view up) {
  while (up.starts_with("--")) {
    const std::string_view line = up.substr(0, up.find('\n'));
    if (line.starts_with(contract_mark)) return std::string(base::trim(line.substr(contract_mark.size())));
    up.remove_prefix(std::min(up.size(), line.size() + 1));
  }
  return {};
}

}  // namespace

std::string migration_checksum(std::string_view up, std::string_view down) {
  std::string text(up);
  text += '\0';
  text += down;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available");
  }
  constexpr std::string_view hex = "0123456789abcdef";
  std::string out;
  for (unsigned int i = 0; i < size; ++i) {
    out += hex[digest[i] >> 4U];
    out += hex[digest[i] & 15U];
  }
  return out;
}

std::vector<Migration> migrations_from(const std::vector<EmbeddedFile>& files, std::string_view database,
                                       Engine engine) {
  std::map<std::uint32_t, Step> steps;
  for (const auto& file : files) {
    if (!file.path.starts_with(std::string(database) + "/")) continue;
    const FileName name = parse_name(file.path);
    if (!name.engine || *name.engine == engine) add(steps, name, file);
  }
  std::vector<Migration> migrations;
  for (const auto& [version, step] : steps) {
    if (!step.up || !step.down)
      refuse(std::string(database) + "/" + step.name, "the step lacks its up or its down text");
    migrations.push_back({version, step.name, std::string(*step.up), std::string(*step.down),
                          !step.up->starts_with(no_transaction_mark), migration_checksum(*step.up, *step.down),
                          contract_after(*step.up)});
  }
  return migrations;
}

std::vector<Migration> migrations_of(std::string_view database, Engine engine) {
  return migrations_from(embedded_migrations(), database, engine);
}

}  // namespace platform::db
