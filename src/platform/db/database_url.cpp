#include "platform/db/database_url.h"

#include <libpq-fe.h>

#include <array>
#include <memory>
#include <optional>

#include "platform/db/database.h"

namespace platform::db {

namespace {

struct Default {
  std::string_view keyword;
  std::string_view value;
};
constexpr std::array<Default, 7> postgres_defaults{{{"application_name", "suppliers-import"},
                                                    {"connect_timeout", "5"},
                                                    {"keepalives", "1"},
                                                    {"keepalives_idle", "30"},
                                                    {"keepalives_interval", "10"},
                                                    {"keepalives_count", "3"},
                                                    {"tcp_user_timeout", "60000"}}};

constexpr std::string_view mask = "***";

tl::unexpected<base::Problem> refuse(std::string_view name, std::string_view url, std::string_view reason) {
  return base::failure(db_url_invalid,
                       "The URL of the " + std::string(name) + " database, \"" + mask_database_url(url) +
                           "\", is not valid: " + std::string(reason) + ".",
                       "Write it as sqlite:///var/catalog.db or as postgresql://user:password@host:5432/catalog.");
}

std::optional<std::string_view> default_of(std::string_view keyword) {
  for (const auto& entry : postgres_defaults) {
    if (entry.keyword == keyword) return entry.value;
  }
  return std::nullopt;
}

void append_setting(std::string& conninfo, std::string_view keyword, std::string_view value) {
  if (!conninfo.empty()) conninfo += ' ';
  conninfo += keyword;
  conninfo += "='";
  for (const char c : value) {
    if (c == '\'' || c == '\\') conninfo += '\\';
    conninfo += c;
  }
  conninfo += '\'';
}

base::Result<DatabaseAddress> parse_postgres(std::string_view name, const std::string& url, std::string_view rest) {
  const std::string plain = "postgresql://" + std::string(rest);
  char* reason = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(plain.c_str(), &reason),
                                                                             &PQconninfoFree);
  const std::unique_ptr<char, decltype(&PQfreemem)> reason_owner(reason, &PQfreemem);
  // libpq's own words are not repeated: they quote the URL, and with it the password.
  if (!options) return refuse(name, url, "it is not in the form PostgreSQL reads");
  std::string conninfo;
  constexpr std::string_view port_characters = "0123456789,";  // several hosts have several ports
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) {
      const std::string_view value = option->val;
      if (std::string_view(option->keyword) == "port" &&
          value.find_first_not_of(port_characters) != std::string_view::npos) {
        return refuse(name, url, "its port is not a number");
      }
      append_setting(conninfo, option->keyword, value);
    } else if (const auto preset = default_of(option->keyword)) {
      append_setting(conninfo, option->keyword, *preset);
    }
  }
  return DatabaseAddress{Engine::postgres, std::move(conninfo)};
}

base::Result<DatabaseAddress> parse_sqlite(std::string_view name, const std::string& url, std::string_view file) {
  if (file.empty() || file.back() == '/') return refuse(name, url, "it names no file");
  if (file.starts_with(":memory:"))
    return refuse(name, url, "the database must be a file, so that it outlives the program");
  if (file.find_first_of("\"?") != std::string_view::npos) {
    return refuse(name, url, "the file's name holds a character that cannot be used (\" or ?)");
  }
  return DatabaseAddress{Engine::sqlite, std::string(file)};
}

}  // namespace

base::Result<DatabaseAddress> parse_database_url(std::string_view name, const std::string& url) {
  const std::string_view text = url;
  const auto colon = text.find("://");
  if (colon == std::string_view::npos) return refuse(name, url, "it does not begin with sqlite:/// or postgresql://");
  // "postgresql+driver://", as other programs write it, names the same server.
  const auto scheme = text.substr(0, std::min(colon, text.find('+')));
  const auto rest = text.substr(colon + 3);
  if (scheme == "postgresql" || scheme == "postgres") return parse_postgres(name, url, rest);
  if (scheme != "sqlite") return refuse(name, url, "only sqlite and postgresql databases are known");
  if (!rest.starts_with('/')) return refuse(name, url, "a SQLite URL has three slashes before its file");
  return parse_sqlite(name, url, rest.substr(1));
}

std::string mask_database_url(std::string_view url) {
  std::string masked(url);
  const auto scheme = masked.find("://");
  if (scheme == std::string::npos || masked.starts_with("sqlite")) return masked;
  const auto start = scheme + 3;
  // Up to the last '@': a password someone forgot to percent-encode may hold any character.
  const auto at = masked.rfind('@');
  const auto colon = masked.find(':', start);
  if (at != std::string::npos && colon != std::string::npos && colon < at) {
    masked.replace(colon + 1, at - colon - 1, mask);
  }
  for (const std::string_view parameter : {"password=", "sslpassword="}) {
    for (auto from = masked.find(parameter, start); from != std::string::npos; from = masked.find(parameter, from)) {
      from += parameter.size();
      masked.replace(from, std::min(masked.find('&', from), masked.size()) - from, mask);
    }
  }
  return masked;
}

}  // namespace platform::db
