#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/catalog/product_list_store.h"

namespace catalog::store {

/// A statement in the making, with its arguments.
class ListSql {
 public:
  explicit ListSql(platform::db::Engine engine) : engine_(engine) {}

  platform::db::Engine engine() const { return engine_; }
  bool is_sqlite() const { return engine_ == platform::db::Engine::sqlite; }
  ListSql& add(std::string_view sql) {
    text_ += sql;
    return *this;
  }
  /// Adds an argument in its place.
  ListSql& bind(platform::db::Value value);
  base::Result<std::vector<platform::db::Row>> run(Connection& connection, std::string_view name) const;

 private:
  platform::db::Engine engine_;
  std::string text_;
  std::vector<platform::db::Value> arguments_;
};

/// Ways to meet a text: one select each, put together by UNION.
enum class ListArm : std::uint8_t { everything, by_words, by_code };
std::vector<ListArm> arms_of(const SearchText& text);

/// The product's id in the arm's tables.
std::string_view id_column(ListArm arm);
/// " FROM ... WHERE ...": s is the summary, there when it is needed; t, with a text, the search document.
void add_from_where(ListSql& sql, const ListFilter& filter, ListArm arm, bool needs_summary);
/// "SELECT product_id FROM (...)" over all arms, each and all together at most `most`, as a derived table's text.
void add_ids(ListSql& sql, const ListFilter& filter, std::uint64_t most);

}  // namespace catalog::store
