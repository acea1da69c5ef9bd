#pragma once

#include <string_view>

namespace platform::db {

enum class Engine : unsigned char { sqlite, postgres };

/// A statement of a store: a constant with a name that keys timeouts, metrics and the test that every statement is run.
/// Parameters are :p1, :p2... in the order they are passed. Where the engines differ there is a text for each.
struct Statement {
  std::string_view name;  ///< "catalog.offers.find"
  std::string_view sqlite;
  std::string_view postgres;

  constexpr Statement(std::string_view n, std::string_view both) : name(n), sqlite(both), postgres(both) {}
  constexpr Statement(std::string_view n, std::string_view for_sqlite, std::string_view for_postgres)
      : name(n), sqlite(for_sqlite), postgres(for_postgres) {}
  constexpr std::string_view text(Engine engine) const { return engine == Engine::sqlite ? sqlite : postgres; }
};

}  // namespace platform::db
