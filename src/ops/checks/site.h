#pragma once

#include <boost/json.hpp>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "ops/checks/smoke.h"
#include "ops/checks/wire.h"
#include "platform/client/http_client.h"

namespace ops {

/// A member's names, from the outermost in.
using MemberPath = std::initializer_list<std::string_view>;
/// The member at a path; null when there is none.
const boost::json::value& member_at(const boost::json::value& json, MemberPath path);
/// "" when there is no text at that path.
std::string text_at(const boost::json::value& json, MemberPath path);
/// 0 when there is no number at that path.
std::int64_t number_at(const boost::json::value& json, MemberPath path);

/// An installation as a client of its API sees it.
class Site {
 public:
  /// Fails with site_address_invalid.
  static base::Result<Site> at(const SmokeOptions& options);

  struct Answer {
    int status = 0;
    std::string body;
    boost::json::value json{};  ///< null when the body is none
    std::chrono::milliseconds duration{};

    const boost::json::value& at(MemberPath path) const { return member_at(json, path); }
    std::string text(MemberPath path) const { return text_at(json, path); }
    std::int64_t number(MemberPath path) const { return number_at(json, path); }
    const boost::json::array& items() const;
  };
  using Headers = std::vector<std::pair<std::string, std::string>>;

  /// Signed in from now on.
  void bearer(std::string token) { token_ = std::move(token); }
  /// Below the API's path. Fails with what the site answers when that is none of 2xx.
  base::Result<Answer> get(const std::string& path) const { return ask("GET", api_ + path, {}, {}); }
  base::Result<Answer> post(const std::string& path, const boost::json::value& body) const;
  base::Result<Answer> send(const std::string& method, const std::string& path, std::string body,
                            Headers headers) const;
  /// Beside the API; any status is an answer.
  base::Result<Answer> look(const std::string& path) const;
  /// A WebSocket of the topics.
  base::Result<Wire> watch(const std::string& topics, std::chrono::milliseconds longest) const;

 private:
  Site(const SmokeOptions& options, platform::client::HttpClient client);
  base::Result<Answer> ask(const std::string& method, const std::string& url, std::string body, Headers headers) const;
  base::Result<Answer> exchange(const std::string& method, const std::string& url, std::string body,
                                Headers headers) const;

  std::string url_, api_, authority_;
  platform::client::HttpClient client_;
  std::string token_;
};

inline constexpr base::ProblemKind site_address_invalid{"usage.url", "Address is not valid", 400, base::LogLevel::info};
inline constexpr base::ProblemKind site_refused{"smoke.refused", "Site refuses a request", 502,
                                                base::LogLevel::warning};

}  // namespace ops
