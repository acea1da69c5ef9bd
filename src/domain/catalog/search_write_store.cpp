// What products are listed and found by, read from the catalogue and written beside it.
#include <algorithm>
#include <set>
#include <string_view>

#include "base/text.h"
#include "domain/catalog/list_text.h"
#include "domain/catalog/merge_sql.h"
#include "domain/catalog/search_document.h"
#include "domain/catalog/search_store.h"

namespace catalog::store {

using platform::db::Engine;
using platform::db::Row;
using platform::db::Statement;

namespace {

struct Facts {
  base::Uuid product_id;
  std::string name, brand, gtin, updated_at;
  std::optional<std::string> brand_id, category_id;
  std::vector<std::string> references;
  std::int64_t active_offers = 0;
  std::optional<std::int64_t> purchase_price, stock;
  std::optional<SearchDocument> stored;
};

constexpr std::string_view facts_columns =
    "SELECT p.id, p.gtin, p.name, b.name, p.manufacturer_reference, p.brand_id, p.category_id, p.updated_at, d.words, "
    "d.codes, o.sku, o.manufacturer_reference, o.purchase_price, o.stock, o.withdrawn_at, o.id FROM products p "
    "LEFT JOIN brands b ON b.id = p.brand_id LEFT JOIN product_search d ON d.product_id = p.id "
    "LEFT JOIN offers o ON o.product_id = p.id WHERE p.merged_into IS NULL AND p.id ";
constexpr std::string_view in_list_sqlite = "IN (SELECT value FROM json_each(:p1))";
constexpr std::string_view in_list_postgres = "= ANY(CAST(:p1 AS uuid[]))";

/// A statement about the products of one list, made from its text up to the id.
struct ListStatement {
  ListStatement(std::string_view name, std::string_view head, std::string_view tail = {})
      : sqlite(std::string(head) + std::string(in_list_sqlite) + std::string(tail)),
        postgres(std::string(head) + std::string(in_list_postgres) + std::string(tail)),
        statement(name, sqlite, postgres) {}
  ListStatement(const ListStatement&) = delete;
  ListStatement& operator=(const ListStatement&) = delete;
  std::string sqlite, postgres;
  Statement statement;
};

void add_offer(Facts& facts, const Row& row) {
  if (row.is_null(15)) return;
  facts.references.push_back(row.text(10));
  if (auto reference = row.optional_text(11)) facts.references.push_back(*std::move(reference));
  if (!row.is_null(14)) return;
  ++facts.active_offers;
  if (const auto price = row.optional_integer(12)) {
    facts.purchase_price = std::min(*price, facts.purchase_price.value_or(*price));
  }
  if (const auto stock = row.optional_integer(13)) facts.stock = facts.stock.value_or(0) + *stock;
}

base::Result<std::vector<Facts>> read_facts(Connection& connection, const std::string& list) {
  static const ListStatement read("catalog.search.facts", facts_columns, " ORDER BY p.id, o.first_seen_at, o.id");
  ASSIGN_OR_RETURN(const auto rows, connection.query(read.statement, list));
  std::vector<Facts> all;
  for (const Row& row : rows) {
    const base::Uuid id = row.uuid(0);
    if (all.empty() || all.back().product_id != id) {
      Facts& facts = all.emplace_back();
      facts.product_id = id;
      facts.gtin = row.text(1);
      facts.name = row.text(2);
      facts.brand = row.text(3);
      if (auto reference = row.optional_text(4)) facts.references.push_back(*std::move(reference));
      facts.brand_id = row.optional_text(5);
      facts.category_id = row.optional_text(6);
      facts.updated_at = row.timestamp(7).to_string();
      if (!row.is_null(8)) facts.stored = SearchDocument{row.text(8), row.text(9)};
    }
    add_offer(all.back(), row);
  }
  return all;
}

void put_number(platform::db::BulkLoad& load, const std::optional<std::int64_t>& number) {
  if (number) {
    load.integer(*number);
  } else {
    load.null();
  }
}

base::Result<> write_summaries(Connection& connection, const std::string& list, const std::vector<Facts>& all) {
  static const ListStatement drop("catalog.search.drop_summaries", "DELETE FROM product_summaries WHERE product_id ");
  RETURN_IF_FAILED(connection.execute(drop.statement, list));
  ASSIGN_OR_RETURN(auto load, connection.bulk_load("product_summaries",
                                                   {"product_id", "name_key", "brand_id", "category_id", "has_gtin",
                                                    "active_offers", "purchase_price", "stock", "updated_at"}));
  for (const Facts& facts : all) {
    put(load, facts.product_id);
    load.text(name_key(facts.name));
    load.optional(facts.brand_id);
    load.optional(facts.category_id);
    load.integer(facts.gtin.empty() ? 0 : 1);
    load.integer(facts.active_offers);
    put_number(load, facts.purchase_price);
    put_number(load, facts.stock);
    load.text(facts.updated_at);
    load.end_row();
  }
  RETURN_IF_FAILED(load.finish());
  return {};
}

base::Result<> learn_words(Connection& connection, const std::vector<SearchDocument>& documents) {
  static constexpr Statement learn{
      "catalog.search.learn_words",
      "INSERT INTO search_words (word, padded) SELECT value, ' ' || value || ' ' FROM json_each(:p1) WHERE 1 = 1 "
      "ON CONFLICT DO NOTHING",
      "INSERT INTO search_words (word) SELECT unnest(CAST(:p1 AS text[])) ON CONFLICT DO NOTHING"};
  static constexpr Statement last{"catalog.search.last_word", "SELECT coalesce(max(number), 0) FROM search_words",
                                  "SELECT 0"};
  static constexpr Statement index_words{
      "catalog.search.index_words",
      "INSERT INTO search_word_parts (rowid, padded) SELECT number, padded FROM search_words WHERE number > :p1",
      "SELECT CAST(:p1 AS BIGINT)"};
  std::set<std::string, std::less<>> words;
  for (const SearchDocument& document : documents) {
    for (const std::string_view word : base::split(document.words, ' ')) {
      if (is_vocabulary(word) && words.find(word) == words.end()) words.emplace(word);
    }
  }
  const std::vector<std::string> sorted(words.begin(), words.end());
  ASSIGN_OR_RETURN(const auto before, connection.query_one(last));
  RETURN_IF_FAILED(connection.execute(learn, list_text(connection.engine(), sorted)));
  RETURN_IF_FAILED(connection.execute(index_words, before->integer(0)));
  return {};
}

/// SQLite's text indexes keep no copy of the text: what leaves them has to be told again.
base::Result<> unindex(Connection& connection, const std::string& list) {
  static const ListStatement words("catalog.search.unindex_words",
                                   "INSERT INTO product_words (product_words, rowid, words, codes) "
                                   "SELECT 'delete', number, words, codes FROM product_search WHERE product_id ");
  static const ListStatement codes("catalog.search.unindex_codes",
                                   "INSERT INTO product_code_parts (product_code_parts, rowid, codes) "
                                   "SELECT 'delete', number, codes FROM product_search WHERE product_id ");
  RETURN_IF_FAILED(connection.execute(words.statement, list));
  RETURN_IF_FAILED(connection.execute(codes.statement, list));
  return {};
}

base::Result<> index(Connection& connection, const std::string& list) {
  static const ListStatement words("catalog.search.index_documents",
                                   "INSERT INTO product_words (rowid, words, codes) "
                                   "SELECT number, words, codes FROM product_search WHERE product_id ",
                                   " ORDER BY number");
  static const ListStatement codes("catalog.search.index_codes",
                                   "INSERT INTO product_code_parts (rowid, codes) "
                                   "SELECT number, codes FROM product_search WHERE product_id ",
                                   " ORDER BY number");
  RETURN_IF_FAILED(connection.execute(words.statement, list));
  RETURN_IF_FAILED(connection.execute(codes.statement, list));
  return {};
}

base::Result<> drop_documents(Connection& connection, const std::vector<base::Uuid>& ids) {
  static const ListStatement drop("catalog.search.drop_documents", "DELETE FROM product_search WHERE product_id ");
  if (ids.empty()) return {};
  const std::string list = list_text(connection.engine(), ids);
  if (connection.engine() == Engine::sqlite) RETURN_IF_FAILED(unindex(connection, list));
  RETURN_IF_FAILED(connection.execute(drop.statement, list));
  return {};
}

base::Result<> write_documents(Connection& connection, const std::vector<base::Uuid>& ids,
                               const std::vector<SearchDocument>& documents) {
  if (ids.empty()) return {};
  RETURN_IF_FAILED(drop_documents(connection, ids));
  ASSIGN_OR_RETURN(auto load, connection.bulk_load("product_search", {"product_id", "words", "codes"}));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    put(load, ids[i]);
    load.text(documents[i].words);
    load.text(documents[i].codes);
    load.end_row();
  }
  RETURN_IF_FAILED(load.finish());
  if (connection.engine() == Engine::sqlite) {
    RETURN_IF_FAILED(index(connection, list_text(connection.engine(), ids)));
  }
  return learn_words(connection, documents);
}

/// Takes products out of the index that were deleted or merged into others.
base::Result<> drop_gone(Connection& connection, const std::string& list) {
  static const ListStatement gone(
      "catalog.search.gone",
      "SELECT d.product_id FROM product_search d LEFT JOIN products p ON p.id = d.product_id "
      "AND p.merged_into IS NULL WHERE p.id IS NULL AND d.product_id ");
  ASSIGN_OR_RETURN(const auto rows, connection.query(gone.statement, list));
  std::vector<base::Uuid> ids;
  for (const Row& row : rows) ids.push_back(row.uuid(0));
  return drop_documents(connection, ids);
}

}  // namespace

base::Result<std::vector<base::Uuid>> merged_but_listed(Connection& connection) {
  static constexpr Statement find{"catalog.search.merged",
                                  "SELECT p.id FROM products p JOIN product_summaries s ON s.product_id = p.id "
                                  "WHERE p.merged_into IS NOT NULL"};
  ASSIGN_OR_RETURN(const auto rows, connection.query(find));
  std::vector<base::Uuid> ids;
  for (const Row& row : rows) ids.push_back(row.uuid(0));
  return ids;
}

base::Result<> rewrite_search(Connection& connection, std::span<const base::Uuid> products) {
  const std::string list = list_text(connection.engine(), products);
  ASSIGN_OR_RETURN(const auto all, read_facts(connection, list));
  RETURN_IF_FAILED(write_summaries(connection, list, all));
  if (all.size() < products.size()) RETURN_IF_FAILED(drop_gone(connection, list));
  std::vector<base::Uuid> ids;
  std::vector<SearchDocument> documents;
  for (const Facts& facts : all) {
    SearchDocument document = make_document(facts.name, facts.brand, facts.gtin, facts.references);
    if (facts.stored == document) continue;
    ids.push_back(facts.product_id);
    documents.push_back(std::move(document));
  }
  return write_documents(connection, ids, documents);
}

}  // namespace catalog::store
