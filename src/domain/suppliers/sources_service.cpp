#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "domain/suppliers/source_config.h"
#include "domain/suppliers/sources.h"
#include "domain/suppliers/sources_store.h"
#include "platform/db/transaction.h"

namespace suppliers {
namespace {

constexpr std::size_t longest_name = 200;

constexpr std::array<std::pair<SourceKind, std::string_view>, 7> kinds{{{SourceKind::upload, "upload"},
                                                                        {SourceKind::http, "http"},
                                                                        {SourceKind::ftp, "ftp"},
                                                                        {SourceKind::sftp, "sftp"},
                                                                        {SourceKind::email, "email"},
                                                                        {SourceKind::s3, "s3"},
                                                                        {SourceKind::folder, "folder"}}};

tl::unexpected<base::Problem> unknown(base::Uuid id) {
  return base::failure(source_unknown, "There is no source with the id " + id.to_string() + ".",
                       "List the sources to see those there are.");
}

tl::unexpected<base::Problem> changed(const Source& source) {
  return base::failure(source_changed, "The source \"" + source.name + "\" has changed since you read it.",
                       "Read it again, then repeat your change.");
}

tl::unexpected<base::Problem> name_taken(const Source& source) {
  return base::failure(source_exists,
                       "Supplier \"" + source.supplier + "\" has a source \"" + source.name + "\" already.",
                       "Choose another name, or change the source that has it.", {.field = "name"});
}

/// The source to be written within the transaction, as the caller has seen it.
base::Result<Source> held(platform::db::Connection& connection, base::Uuid id,
                          const std::optional<std::int64_t>& expected) {
  ASSIGN_OR_RETURN(auto source, store::hold_source(connection, id));
  if (!source) return unknown(id);
  if (expected && *expected != source->version) return changed(*source);
  return *std::move(source);
}

base::Result<SourceKind> kind_of(const std::string& name) {
  if (const auto kind = parse_source_kind(name)) return *kind;
  return base::failure(
      source_invalid, "The kind \"" + std::string(base::utf8_prefix(name, 60)) + "\" is not known.",
      "Use http, ftp, sftp, email or folder for files that are fetched, or upload for files that are sent in.",
      {.field = "kind"});
}

base::Result<> set_name(Source& source, std::string_view name) {
  source.name = std::string(base::trim(name));
  if (!source.name.empty() && base::utf8_length(source.name) <= longest_name) return {};
  return base::failure(source_invalid, "The name of the source is empty or too long.",
                       "Give a name of 1 to 200 characters.", {.field = "name"});
}

base::Result<> set_mode(Source& source, const std::string& mode) {
  if (mode != "partial" && mode != "full") {
    return base::failure(source_invalid, "The mode \"" + std::string(base::utf8_prefix(mode, 60)) + "\" is not known.",
                         "Use partial (offers not in the file stay) or full (they are withdrawn).", {.field = "mode"});
  }
  source.mode = mode == "full" ? SourceMode::full : SourceMode::partial;
  return {};
}

}  // namespace

std::string_view to_string(SourceKind kind) {
  return std::ranges::find(kinds, kind, &std::pair<SourceKind, std::string_view>::first)->second;
}

std::optional<SourceKind> parse_source_kind(std::string_view name) {
  const auto found = std::ranges::find(kinds, name, &std::pair<SourceKind, std::string_view>::second);
  return found == kinds.end() ? std::nullopt : std::optional(found->first);
}

std::string_view to_string(SourceMode mode) {
  return mode == SourceMode::full ? "full" : "partial";
}

base::Result<> SourceService::seal(Source& source, const SecretChanges& changes) const {
  for (const auto& [name, value] : changes) {
    if (!value) {
      source.sealed.erase(name);
      continue;
    }
    RETURN_IF_FAILED(check_secret(source.kind, name, *value));
    source.sealed[name] = sealer_.seal(*value);
  }
  // What the previous key sealed gets today's, as long as the previous one is known.
  for (auto& [name, sealed] : source.sealed) {
    if (!sealer_.is_outdated(sealed)) continue;
    if (const auto opened = sealer_.open(sealed)) sealed = sealer_.seal(*opened);
  }
  return {};
}

base::Result<> SourceService::apply(Source& source, const SourceChanges& changes) const {
  if (changes.name) RETURN_IF_FAILED(set_name(source, *changes.name));
  if (changes.mode) RETURN_IF_FAILED(set_mode(source, *changes.mode));
  if (changes.config) {
    ASSIGN_OR_RETURN(source.config, checked_config(source.kind, *changes.config, rules_, folders_));
  }
  RETURN_IF_FAILED(seal(source, changes.secrets));
  source.is_enabled = changes.is_enabled.value_or(source.is_enabled);
  return check_login(source);
}

base::Result<Source> SourceService::create(const SourceDraft& draft) {
  ASSIGN_OR_RETURN(const Supplier supplier, suppliers_.find(draft.supplier));
  Source source;
  source.id = base::Uuid::generate();
  source.supplier_id = supplier.id;
  source.supplier = supplier.code;
  source.created_at = source.updated_at = base::Timestamp::now();
  ASSIGN_OR_RETURN(source.kind, kind_of(draft.kind));
  RETURN_IF_FAILED(
      apply(source, {draft.name.value_or(draft.kind), draft.config, draft.mode, draft.secrets, draft.is_enabled}));
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(const bool inserted, store::insert_source(*connection, source));
  if (!inserted) return name_taken(source);
  return source;
}

base::Result<Source> SourceService::find(base::Uuid id) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto found, store::find_source(*connection, id));
  if (!found) return unknown(id);
  return *std::move(found);
}

base::Result<SourcePage> SourceService::list(const SourceQuery& query) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  SourcePage page;
  ASSIGN_OR_RETURN(page.sources, store::page_of_sources(*connection, query));
  if (page.sources.size() > query.limit) {
    page.sources.resize(query.limit);
    page.next = page.sources.back().id;
  }
  return page;
}

base::Result<Source> SourceService::update(base::Uuid id, const SourceChanges& changes,
                                           const std::optional<std::int64_t>& expected) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
  ASSIGN_OR_RETURN(Source source, held(*connection, id, expected));
  const Source before = source;
  RETURN_IF_FAILED(apply(source, changes));
  if (source.config != before.config || source.mode != before.mode || !changes.secrets.empty()) {
    source.state.etag.clear();
    source.state.last_modified.clear();
    source.state.digest.clear();
  }
  ++source.version;
  source.updated_at = base::Timestamp::now();
  const auto written = store::update_source(*connection, source);
  if (!written && written.error().code() == platform::db::db_conflict.code) return name_taken(source);
  if (!written) return base::failure(written.error());
  RETURN_IF_FAILED(transaction.commit());
  return source;
}

base::Result<> SourceService::remove(base::Uuid id, const std::optional<std::int64_t>& expected) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
  RETURN_IF_FAILED(held(*connection, id, expected));
  RETURN_IF_FAILED(store::remove_source(*connection, id));
  return transaction.commit();
}

base::Result<std::vector<base::Uuid>> SourceService::remove_all_of(base::Uuid supplier_id) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  return store::remove_sources_of(*connection, supplier_id);
}

base::Result<Secrets> SourceService::secrets_of(const Source& source) const {
  Secrets opened;
  for (const auto& [name, sealed] : source.sealed) {
    auto secret = sealer_.open(sealed);
    if (!secret) {
      return base::failure(source_secret_lost,
                           "The secret \"" + name + "\" of the source \"" + source.name + "\" cannot be read any more.",
                           "Enter it again. It was stored under another SECRET_KEY; if that is still known, an "
                           "administrator sets it as SECRET_KEY_PREVIOUS.",
                           {.field = "secrets." + name});
    }
    opened.emplace(name, *std::move(secret));
  }
  return opened;
}

base::Result<> SourceService::record(const Source& source, const SourceState& state) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  return store::record_state(*connection, source, state);
}

}  // namespace suppliers
