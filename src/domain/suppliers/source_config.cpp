#include "domain/suppliers/source_config.h"

#include "domain/suppliers/source_fields.h"
#include "domain/suppliers/source_kinds.h"

namespace suppliers {
namespace {

base::Result<std::string> checked_upload(std::string_view text, const SourceBorders&) {
  ASSIGN_OR_RETURN(const boost::json::object object, object_of(text));
  if (object.empty()) return "{}";
  return invalid("config." + std::string(object.begin()->key()), "A source of the kind upload has no config.",
                 "Leave config out; the other kinds are the ones that lead somewhere.");
}

base::Result<> no_secret(std::string_view name, std::string_view) {
  return invalid("secrets." + std::string(name), "A source of this kind has no secrets.", "Leave them out.");
}

}  // namespace

constinit const SourceKindRules upload_kind{
    SourceKind::upload, &checked_upload, &no_secret, [](const Source&) { return base::Result<>{}; },
    [](const Source&, const Secrets&, const SourceTools&) -> base::Result<std::unique_ptr<SourceReader>> {
      return std::unique_ptr<SourceReader>{};
    }};

base::Result<std::string> checked_config(SourceKind kind, std::string_view config,
                                         const platform::client::AddressRules& rules, const Folders& folders) {
  return rules_of(kind).checked_config(config, {rules, folders});
}

base::Result<> check_secret(SourceKind kind, std::string_view name, std::string_view value) {
  return rules_of(kind).check_secret(name, value);
}

base::Result<> check_login(const Source& source) {
  return rules_of(source.kind).check_whole(source);
}

}  // namespace suppliers
