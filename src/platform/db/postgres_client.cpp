#include "platform/db/postgres_client.h"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>

#include "base/text.h"
#include "platform/db/database.h"
#include "platform/db/database_url.h"

namespace platform::db {

base::Result<std::vector<std::pair<std::string, std::string>>> client_settings(const std::string& name,
                                                                               const std::string& url) {
  ASSIGN_OR_RETURN(const DatabaseAddress address, parse_database_url(name, url));
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(address.target.c_str(), nullptr), &PQconninfoFree);
  if (address.engine != Engine::postgres || !options) {
    return base::failure(db_url_invalid, "The " + name + " database is not on PostgreSQL.",
                         "Write its URL as postgresql://user:password@host:5432/" + name + ".");
  }
  std::vector<std::pair<std::string, std::string>> settings;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) settings.emplace_back(option->keyword, option->val);
  }
  return settings;
}

std::string url_with_database(const std::string& url, std::string_view database) {
  const std::size_t authority = url.find("://") + 3;
  const std::size_t query = std::min(url.find('?', authority), url.size());
  const std::size_t path = std::min(url.find('/', authority), query);
  return url.substr(0, path) + "/" + base::percent_encoded(database) + url.substr(query);
}

}  // namespace platform::db
