#include <fmt/format.h>

#include "app/command.h"
#include "app/terminal.h"
#include "base/json_writer.h"

namespace app {
namespace {

struct ShowOptions {
  std::string code;
};

std::string supplier_json(const suppliers::Supplier& supplier,
                          const catalog::CatalogService::SupplierNumbers& numbers) {
  base::JsonWriter out;
  out.begin_object();
  out.member("id", supplier.id.to_string()).member("code", supplier.code).member("name", supplier.name);
  out.member("priority", supplier.priority).member("currency", supplier.currency);
  out.member("active_offers", numbers.active_offers).member("withdrawn_offers", numbers.withdrawn_offers);
  out.member("products", numbers.products).member("imports", numbers.imports);
  out.key("last_import_at");
  if (numbers.last_import_at) {
    out.value(numbers.last_import_at->to_string());
  } else {
    out.null();
  }
  out.member("created_at", supplier.created_at.to_string()).end_object();
  return out.take();
}

base::Result<Exit> list_suppliers(const NoOptions&, bool json) {
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  ASSIGN_OR_RETURN(const auto all, parts->suppliers.list());
  if (!json && all.empty()) {
    print("No suppliers yet. The first import creates one: suppliers-import import FILE --supplier CODE\n");
    return Exit::finished;
  }
  Table table({"supplier", "name", "offers", "withdrawn", "products", "imports", "last import"});
  std::string list;
  for (const suppliers::Supplier& supplier : all) {
    ASSIGN_OR_RETURN(const auto numbers, parts->catalog.numbers_of(supplier.id));
    list += (list.empty() ? "" : ",") + supplier_json(supplier, numbers);
    table.add({supplier.code, supplier.name, count_text(numbers.active_offers), count_text(numbers.withdrawn_offers),
               count_text(numbers.products), count_text(numbers.imports),
               numbers.last_import_at ? numbers.last_import_at->to_string().substr(0, 19) : "–"});
  }
  print(json ? "[" + list + "]\n" : table.text());
  return Exit::finished;
}

base::Result<Exit> show_supplier(const ShowOptions& options, bool json) {
  ASSIGN_OR_RETURN(const auto parts, build_parts());
  ASSIGN_OR_RETURN(const auto supplier, parts->suppliers.find(options.code));
  ASSIGN_OR_RETURN(const auto numbers, parts->catalog.numbers_of(supplier.id));
  if (json) {
    print(supplier_json(supplier, numbers) + "\n");
    return Exit::finished;
  }
  print(
      fmt::format("{}  {}\n  priority {}, prices in {} unless a file says otherwise\n  {} offers for {} products, {} "
                  "withdrawn, {} imports\n",
                  coloured(supplier.code, Colour::bold), supplier.name, supplier.priority, supplier.currency,
                  count_text(numbers.active_offers), count_text(numbers.products), count_text(numbers.withdrawn_offers),
                  count_text(numbers.imports)));
  return Exit::finished;
}

}  // namespace

void add_suppliers_commands(CLI::App& program, Exit& exit) {
  CLI::App& group = *program.add_subcommand("suppliers", "Look at the suppliers");
  group.require_subcommand(1);
  {
    Command<NoOptions> command(group, "list", "List the suppliers", "suppliers list");
    command.runs(exit, list_suppliers);
  }
  {
    Command<ShowOptions> command(group, "show", "Show one supplier", "suppliers show grossiste-a");
    command.app().add_option("SUPPLIER", command.options().code, "The supplier's code")->required();
    command.runs(exit, show_supplier);
  }
}

}  // namespace app
