#include "domain/suppliers/source_kinds.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace suppliers {
namespace {

// One line a kind.
constexpr std::array available{
    &upload_kind, &http_kind, &ftp_kind, &sftp_kind, &email_kind, &folder_kind, &s3_kind,
};

}  // namespace

const SourceKindRules& rules_of(SourceKind kind) {
  const auto found = std::ranges::find(available, kind, [](const SourceKindRules* rules) { return rules->kind; });
  if (found == available.end())
    throw std::logic_error("no rules for sources of the kind " + std::string(to_string(kind)));
  return **found;
}

}  // namespace suppliers
