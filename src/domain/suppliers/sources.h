#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "domain/suppliers/suppliers.h"
#include "platform/client/address_rules.h"
#include "platform/crypto/sealer.h"
#include "platform/db/database.h"

namespace suppliers {

/// Where files come from; source_kinds.cpp has what there is to know of each.
enum class SourceKind : std::uint8_t { upload, http, ftp, sftp, email, s3, folder };
std::string_view to_string(SourceKind kind);
std::optional<SourceKind> parse_source_kind(std::string_view name);

/// What an import of the source's files does with offers that are not in them: keep or withdraw.
enum class SourceMode : std::uint8_t { partial, full };
std::string_view to_string(SourceMode mode);

/// What the latest fetch found; it decides whether the next one has anything to do.
struct SourceState {
  std::string etag, last_modified;  ///< as the server named the file imported last
  std::string digest;               ///< of it, SHA-256
  std::optional<std::uint64_t> size;
  std::optional<base::Timestamp> checked_at;  ///< when the server was asked
  std::optional<base::Timestamp> fetched_at;  ///< when there was a new file
  std::optional<base::Uuid> import_id;        ///< what became of it
  std::string problem_code, problem_message, problem_cure;
};

/// Names of secrets and their values; null removes one.
using SecretChanges = std::map<std::string, std::optional<std::string>>;
using Secrets = std::map<std::string, std::string>;

struct Source {
  base::Uuid id;
  base::Uuid supplier_id;
  std::string supplier;  ///< its code
  std::string name;
  SourceKind kind = SourceKind::upload;
  std::string config = "{}";  ///< JSON object, see source_config.h
  Secrets sealed;             ///< values as they are stored
  SourceMode mode = SourceMode::partial;
  bool is_enabled = true;
  SourceState state;
  std::int64_t version = 1;  ///< counts people's changes
  base::Timestamp created_at, updated_at;
};

struct SourceDraft {
  std::string supplier;  ///< its code
  std::string kind;
  std::optional<std::string> name{};  ///< the kind when absent
  std::string config = "{}";
  SecretChanges secrets{};
  std::optional<std::string> mode{};  ///< partial when absent
  std::optional<bool> is_enabled{};
};

/// What is absent stays; a config is replaced as a whole.
struct SourceChanges {
  std::optional<std::string> name{}, config{}, mode{};
  SecretChanges secrets{};
  std::optional<bool> is_enabled{};
};

struct SourceQuery {
  std::string supplier{}, kind{};     ///< "" all
  std::optional<base::Uuid> after{};  ///< the last of the page before
  std::uint64_t limit = 50;
};

struct SourcePage {
  std::vector<Source> sources;  ///< in the order they were made
  std::optional<base::Uuid> next;
};

/// The sources of all suppliers' files. `folders`: those of this server that may be watched. Secrets are sealed before
/// they are stored and never shown again. Thread-safe.
class SourceService {
 public:
  SourceService(platform::db::Database& imports, SupplierService& suppliers, const platform::crypto::Sealer& sealer,
                platform::client::AddressRules rules, std::vector<std::filesystem::path> folders = {})
      : database_(imports),
        suppliers_(suppliers),
        sealer_(sealer),
        rules_(std::move(rules)),
        folders_(std::move(folders)) {}

  /// Fails with supplier_unknown, source_invalid, source_exists, and as AddressRules does.
  base::Result<Source> create(const SourceDraft& draft);
  /// Fails with source_unknown.
  base::Result<Source> find(base::Uuid id);
  base::Result<SourcePage> list(const SourceQuery& query);
  /// `expected`: the version the caller has seen; fails with source_changed when it is another by now. A new address,
  /// secret or mode makes the next fetch import what it finds, also when the file is the same.
  base::Result<Source> update(base::Uuid id, const SourceChanges& changes,
                              const std::optional<std::int64_t>& expected = std::nullopt);
  base::Result<> remove(base::Uuid id, const std::optional<std::int64_t>& expected = std::nullopt);
  /// Those of a supplier that was deleted; gives their ids.
  base::Result<std::vector<base::Uuid>> remove_all_of(base::Uuid supplier_id);

  /// Opened, for the one who connects. Fails with source_secret_lost.
  base::Result<Secrets> secrets_of(const Source& source) const;
  /// Unless the source was changed meanwhile: what was found belongs to how it was then.
  base::Result<> record(const Source& source, const SourceState& state);
  const platform::client::AddressRules& rules() const { return rules_; }
  const std::vector<std::filesystem::path>& folders() const { return folders_; }

 private:
  base::Result<> apply(Source& source, const SourceChanges& changes) const;
  base::Result<> seal(Source& source, const SecretChanges& changes) const;

  platform::db::Database& database_;
  SupplierService& suppliers_;
  const platform::crypto::Sealer& sealer_;
  platform::client::AddressRules rules_;
  std::vector<std::filesystem::path> folders_;
};

/// The setting WATCHED_FOLDERS: folders of this server that sources of the kind folder may lie in, separated by commas.
/// Fails with watched_folder_invalid.
base::Result<std::vector<std::filesystem::path>> watched_folders(std::string_view setting);

inline constexpr base::ProblemKind source_unknown{"source.unknown", "No such source", 404, base::LogLevel::info};
inline constexpr base::ProblemKind source_invalid{"source.invalid", "Source is not valid", 422, base::LogLevel::info};
inline constexpr base::ProblemKind source_exists{"source.exists", "Source name is taken", 409, base::LogLevel::info};
inline constexpr base::ProblemKind source_changed{"source.changed", "Source has changed since it was read", 412,
                                                  base::LogLevel::info};
inline constexpr base::ProblemKind source_secret_lost{"source.secret_lost", "Secret of a source cannot be read", 409,
                                                      base::LogLevel::error};

inline constexpr base::ProblemKind watched_folder_invalid{"config.watched_folders", "Watched folder is not valid", 500,
                                                          base::LogLevel::error};

}  // namespace suppliers
