#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/suppliers/sources.h"
#include "platform/client/http_client.h"

namespace suppliers {

struct SourceCheckStep {
  std::string name;  ///< address, login, request, content
  bool ok = false;
  std::string detail;
  std::uint64_t ms = 0;
};

/// How connecting to a source went, step by step; the first that fails is the last.
struct SourceCheck {
  bool ok = false;
  std::string summary;
  std::vector<SourceCheckStep> steps;
  std::optional<base::Problem> problem;
};

/// Connects to the source as a fetch would and reads the beginning of its file. Nothing is kept or imported.
SourceCheck check_source(const SourceService& sources, const Source& source,
                         const platform::client::HttpClient& client);

/// What a file that begins like this looks like, in a few words. Fails with source_is_web_page and, for an empty one,
/// source_answer_unexpected.
base::Result<std::string_view> check_beginning(std::string_view beginning, std::string_view host);

inline constexpr base::ProblemKind source_is_web_page{"source.is_web_page", "Source gives a web page", 422,
                                                      base::LogLevel::info};

}  // namespace suppliers
