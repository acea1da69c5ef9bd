#include "domain/suppliers/suppliers_routes.h"

#include "platform/http/conditional.h"
#include "platform/http/query_values.h"

namespace suppliers {
namespace {

namespace http = platform::http;
using http::Request;

struct SupplierView {
  base::Uuid id;
  std::string code, name;
  std::int64_t priority = 0;
  std::string currency;
  base::Timestamp created_at, updated_at;
};
BOOST_DESCRIBE_STRUCT(SupplierView, (), (id, code, name, priority, currency, created_at, updated_at))

struct SupplierListView {
  std::vector<SupplierView> items;
  std::uint64_t page = 0, size = 0, total = 0;
};
BOOST_DESCRIBE_STRUCT(SupplierListView, (), (items, page, size, total))

struct SupplierInput {
  std::string code;
  std::optional<std::string> name;
  std::optional<std::int64_t> priority;
  std::optional<std::string> currency;
};
BOOST_DESCRIBE_STRUCT(SupplierInput, (), (code, name, priority, currency))

struct SupplierPatch {
  std::optional<std::string> name;
  std::optional<std::int64_t> priority;
  std::optional<std::string> currency;
};
BOOST_DESCRIBE_STRUCT(SupplierPatch, (), (name, priority, currency))

using SupplierAnswer = http::Answer<SupplierView>;

SupplierView view_of(const Supplier& s) {
  return {s.id, s.code, s.name, s.priority, s.currency, s.created_at, s.updated_at};
}

std::string etag_of(const Supplier& supplier) {
  return http::etag_of(supplier.id.to_string() + supplier.updated_at.to_string());
}

SupplierAnswer answer_of(const Supplier& supplier, unsigned status = 0) {
  return {view_of(supplier), status, {{"ETag", etag_of(supplier)}}};
}

SupplierOrder order_of(std::string_view name) {
  if (name == "name") return SupplierOrder::name;
  if (name == "priority") return SupplierOrder::priority;
  if (name == "created_at") return SupplierOrder::created_at;
  return name == "updated_at" ? SupplierOrder::updated_at : SupplierOrder::code;
}

/// The supplier of the path, once If-Match agrees; what is written must still find it like this.
base::Result<Supplier> expected(const SupplierRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(Supplier supplier, parts.suppliers.find(request.parameter("code")));
  RETURN_IF_FAILED(http::check_if_match(request, etag_of(supplier)));
  return supplier;
}

void note(const SupplierRouteParts& parts, const Request& request, std::string_view action, const Supplier& supplier,
          const std::string& before, const std::string& after) {
  if (parts.audit) parts.audit(request, action, "supplier:" + supplier.code, before, after);
}

base::Result<SupplierListView> list(const SupplierRouteParts& parts, const Request& request) {
  SupplierQuery query;
  query.search = http::text_value(request, "search");
  ASSIGN_OR_RETURN(const http::SortValue sort,
                   http::sort_value(request, {"code", "name", "priority", "created_at", "updated_at"}));
  query.order = order_of(sort.by);
  query.descending = sort.descending;
  ASSIGN_OR_RETURN(query.page, http::number_value(request, "page", 1, 1, 1'000'000));
  ASSIGN_OR_RETURN(query.size, http::number_value(request, "limit", 50, 1, 200));
  ASSIGN_OR_RETURN(const SupplierPage page, parts.suppliers.search(query));
  SupplierListView view{{}, query.page, query.size, page.total};
  for (const Supplier& supplier : page.suppliers) view.items.push_back(view_of(supplier));
  return view;
}

base::Result<SupplierAnswer> create(const SupplierRouteParts& parts, const Request& request,
                                    const SupplierInput& input) {
  ASSIGN_OR_RETURN(const Supplier supplier,
                   parts.suppliers.create({input.code, input.name, input.priority, input.currency}));
  note(parts, request, "supplier.created", supplier, {}, http::to_json(view_of(supplier)));
  SupplierAnswer answer = answer_of(supplier);
  answer.headers.emplace_back("Location", request.path + "/" + supplier.code);
  return answer;
}

base::Result<SupplierAnswer> change(const SupplierRouteParts& parts, const Request& request,
                                    const SupplierPatch& patch) {
  ASSIGN_OR_RETURN(const Supplier before, expected(parts, request));
  ASSIGN_OR_RETURN(const Supplier after,
                   parts.suppliers.update(before.code, {patch.name, patch.priority, patch.currency},
                                          http::condition(request, before.updated_at)));
  note(parts, request, "supplier.updated", after, http::to_json(view_of(before)), http::to_json(view_of(after)));
  return answer_of(after);
}

base::Result<http::Nothing> remove(const SupplierRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const Supplier supplier, expected(parts, request));
  RETURN_IF_FAILED(parts.suppliers.remove(supplier.code, http::condition(request, supplier.updated_at)));
  RemovedWithSource removed;
  if (parts.on_deleted) {
    ASSIGN_OR_RETURN(removed, parts.on_deleted(supplier.id));
  }
  note(parts, request, "supplier.deleted", supplier, http::to_json(view_of(supplier)), http::to_json(removed));
  return http::Nothing{};
}

void add_reading(http::RouteTable& table, const SupplierRouteParts& parts) {
  table.push_back(
      http::get("/suppliers", "list_suppliers", "suppliers", "List suppliers")
          .permission("suppliers.read")
          .query("search", "string", "Words of code or name, in any order, accents ignored")
          .query("sort", "string", "code, name, priority, created_at or updated_at; '-' before it for descending")
          .query("page", "integer", "From 1")
          .query("limit", "integer", "Suppliers a page, 1 to 200 (50)")
          .problems({&http::request_invalid})
          .answers([parts](const Request& request) { return list(parts, request); }));
  table.push_back(http::get("/suppliers/{code}", "get_supplier", "suppliers", "Show a supplier")
                      .permission("suppliers.read")
                      .problems({&supplier_unknown})
                      .answers([parts](const Request& request) -> base::Result<SupplierAnswer> {
                        ASSIGN_OR_RETURN(const Supplier found, parts.suppliers.find(request.parameter("code")));
                        return answer_of(found);
                      }));
  table.push_back(http::get("/suppliers/{code}/numbers", "get_supplier_numbers", "suppliers",
                            "Show a supplier in numbers: offers, products, imports")
                      .permission("suppliers.read")
                      .problems({&supplier_unknown})
                      .answers([parts](const Request& request) -> base::Result<SupplierNumbersView> {
                        ASSIGN_OR_RETURN(const Supplier found, parts.suppliers.find(request.parameter("code")));
                        return parts.numbers_of(found.id);
                      }));
}

void add_writing(http::RouteTable& table, const SupplierRouteParts& parts) {
  table.push_back(http::post("/suppliers", "create_supplier", "suppliers", "Create a supplier")
                      .permission("suppliers.write")
                      .idempotent()
                      .status(201)
                      .problems({&supplier_code_invalid, &supplier_invalid, &supplier_exists})
                      .accepts<SupplierInput>([parts](const Request& request, const SupplierInput& input) {
                        return create(parts, request, input);
                      }));
  table.push_back(http::patch("/suppliers/{code}", "update_supplier", "suppliers",
                              "Change a supplier; after a new priority its products choose anew what they show")
                      .permission("suppliers.write")
                      .problems({&supplier_unknown, &supplier_invalid, &supplier_changed, &http::precondition_failed})
                      .accepts<SupplierPatch>([parts](const Request& request, const SupplierPatch& patch) {
                        return change(parts, request, patch);
                      }));
  table.push_back(
      http::del("/suppliers/{code}", "delete_supplier", "suppliers",
                "Delete a supplier that has no offers, with its sources and their schedules")
          .permission("suppliers.delete")
          .problems({&supplier_unknown, &supplier_has_offers, &supplier_changed, &http::precondition_failed})
          .answers([parts](const Request& request) { return remove(parts, request); }));
}

}  // namespace

http::RouteTable supplier_routes(const SupplierRouteParts& parts) {
  http::RouteTable table;
  add_reading(table, parts);
  add_writing(table, parts);
  return table;
}

}  // namespace suppliers
