#pragma once

#include <string>
#include <string_view>

#include "domain/suppliers/sources.h"
#include "platform/client/http_client.h"

namespace suppliers {

/// A GET of the source's file with all it takes to be let in; an OAuth token is asked for here. Fails as HttpClient
/// does, with source_login_refused.
base::Result<platform::client::HttpRequest> request_of(const Source& source, const Secrets& secrets,
                                                       const platform::client::HttpClient& client);

/// Fails unless the answer is a file, or says that there is none newer: source_login_refused, source_file_missing,
/// source_unavailable (worth another try), source_answer_unexpected.
base::Result<> check_status(int status, std::string_view host);

/// What to call the file: as the source says, else as the server names it, else the end of its address.
std::string file_name_of(const Source& source, std::string_view content_disposition, std::string_view url);

/// As values stand in a query or a form: everything but letters, digits and -_. as %XX.
std::string form_encoded(std::string_view text);

/// A file's name as people may see it: one line without folders or quotes; "" when nothing is left.
std::string cleaned_name(std::string_view name);

/// The host an address names, for messages: the rest of it may hold a key.
std::string host_of(std::string_view url);

inline constexpr std::uint64_t megabytes_when_absent = 10'000;  ///< that a file may have

inline constexpr base::ProblemKind source_login_refused{"source.login_refused", "Source does not let us in", 422,
                                                        base::LogLevel::warning};
inline constexpr base::ProblemKind source_file_missing{"source.file_missing", "Source has no such file", 422,
                                                       base::LogLevel::warning};
inline constexpr base::ProblemKind source_unavailable{"source.unavailable", "Source is out of order", 502,
                                                      base::LogLevel::warning};
inline constexpr base::ProblemKind source_answer_unexpected{"source.answer_unexpected", "Source gives no file", 422,
                                                            base::LogLevel::warning};

}  // namespace suppliers
