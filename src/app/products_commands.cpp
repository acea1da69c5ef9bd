#include "app/command.h"
#include "app/ids.h"
#include "app/product_view.h"
#include "app/terminal.h"
#include "domain/catalog/product_csv.h"

namespace app {
namespace {

struct ListOptions {
  catalog::ProductFilter filter;
  std::string after;
  std::uint64_t limit = 20;
};
struct ShowOptions {
  std::string key;
};
struct ExportOptions {
  catalog::ProductFilter filter;
  std::string format = "csv";
};

void add_filter(CLI::App& app, catalog::ProductFilter& filter) {
  app.add_option("--supplier", filter.supplier_code, "Only products this supplier offers");
  app.add_option("--search", filter.search, "Part of the name, or a whole GTIN or reference");
}

std::string price(const std::optional<std::int64_t>& value, const std::string& currency) {
  return value ? catalog::display(catalog::OfferField::retail_price, std::to_string(*value)) + " " + currency : "–";
}

base::Result<Exit> list_products(const ListOptions& options, bool json) {
  std::optional<base::Uuid> after;
  if (!options.after.empty()) {
    ASSIGN_OR_RETURN(after, parse_id(options.after));
  }
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  if (!options.filter.supplier_code.empty()) RETURN_IF_FAILED(parts->suppliers.find(options.filter.supplier_code));
  ASSIGN_OR_RETURN(const auto products, parts->catalog.list(options.filter, after, options.limit));
  if (json) {
    print("[");
    for (std::size_t i = 0; i < products.size(); ++i) print((i == 0 ? "" : ",") + product_json(products[i]));
    print("]\n");
    return Exit::finished;
  }
  if (products.empty()) {
    print("No products here. Bring some in with: suppliers-import import FILE --supplier CODE\n");
    return Exit::finished;
  }
  Table table({"gtin", "name", "brand", "retail price", "best purchase", "stock", "offers"});
  for (const catalog::Product& p : products) {
    table.add({p.gtin.empty() ? "–" : p.gtin, p.name, p.brand, price(p.retail_price, p.currency),
               price(p.best_purchase_price, p.currency), p.stock ? std::to_string(*p.stock) : "–",
               std::to_string(p.offers)});
  }
  print(table.text());
  ASSIGN_OR_RETURN(const std::uint64_t total, parts->catalog.count(options.filter));
  print(count_text(products.size()) + " of " + count_text(total) + " products");
  if (products.size() == options.limit) print("; next: --after " + products.back().id.to_string());
  print("\n");
  return Exit::finished;
}

base::Result<Exit> show_product(const ShowOptions& options, bool json) {
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  ASSIGN_OR_RETURN(const auto detail, parts->catalog.show(options.key));
  print(json ? product_detail_json(detail) + "\n" : product_detail_text(detail));
  return Exit::finished;
}

base::Result<Exit> export_products(const ExportOptions& options, bool json) {
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  if (!options.filter.supplier_code.empty()) RETURN_IF_FAILED(parts->suppliers.find(options.filter.supplier_code));
  const bool csv = options.format == "csv" && !json;
  if (csv) print(catalog::product_csv_heading());
  RETURN_IF_FAILED(parts->catalog.each_product(options.filter, [&](const catalog::Product& product) {
    print(csv ? catalog::product_csv_line(product) : product_json(product) + "\n");
  }));
  return Exit::finished;
}

}  // namespace

void add_products_commands(CLI::App& program, Exit& exit) {
  CLI::App& group = *program.add_subcommand("products", "Look at the catalogue");
  group.require_subcommand(1);
  {
    Command<ListOptions> command(group, "list", "List products", "products list --supplier grossiste-a --search four");
    add_filter(command.app(), command.options().filter);
    command.app().add_option("--after", command.options().after, "Start after this product id");
    command.app()
        .add_option("--limit", command.options().limit, "How many at most")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    command.runs(exit, list_products);
  }
  {
    Command<ShowOptions> command(
        group, "show", "Show a product with its offers, where each field comes from, and its histories",
        "products show 3760001234567\n  suppliers-import products show grossiste-a:AB-0000042");
    command.app().add_option("PRODUCT", command.options().key, "GTIN, product id, or supplier:reference")->required();
    command.runs(exit, show_product);
  }
  {
    Command<ExportOptions> command(group, "export",
                                   "Write all products as CSV (safe to open in a spreadsheet) or NDJSON",
                                   "products export --format ndjson > products.ndjson");
    add_filter(command.app(), command.options().filter);
    command.app()
        .add_option("--format", command.options().format, "csv or ndjson")
        ->check(CLI::IsMember({"csv", "ndjson"}))
        ->capture_default_str();
    command.runs(exit, export_products);
  }
}

}  // namespace app
