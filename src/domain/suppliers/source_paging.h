#pragma once

#include <string>

#include "domain/suppliers/source_config.h"
#include "domain/suppliers/source_reader.h"
#include "platform/client/http_client.h"

namespace suppliers {

/// Fails with source_invalid.
base::Result<> check_paging(const PagingConfig& paging);

/// Joins the pages of an API into the order's file, an item a line (NDJSON). Pages that lead back to one that was there
/// already, and pages without end, are stopped. Waits when the API asks for it.
base::Result<> download_pages(const platform::client::HttpRequest& request, const PagingConfig& paging,
                              const platform::client::HttpClient& client, const FetchOrder& order);

/// Reads the first page and says what it holds.
base::Result<std::string> check_first_page(const platform::client::HttpRequest& request, const PagingConfig& paging,
                                           const platform::client::HttpClient& client);

inline constexpr base::ProblemKind paging_endless{"source.paging_endless", "Pages do not come to an end", 422,
                                                  base::LogLevel::warning};

}  // namespace suppliers
