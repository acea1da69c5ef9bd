// Edits by people: one product, or up to a thousand.
#include "base/text.h"
#include "domain/catalog/product_cache.h"
#include "domain/catalog/product_views.h"
#include "domain/catalog/route_groups.h"
#include "platform/http/conditional.h"

namespace catalog {

namespace http = platform::http;
using http::Request;

/// Fields to set, as people write them; an empty text shows the field as empty. `release` gives fields back to the
/// feeds.
struct ProductEditInput {
  std::optional<std::string> name, description, brand, category, manufacturer_reference;
  std::optional<std::vector<std::string>> image_urls;
  std::optional<std::map<std::string, boost::json::value>> attributes;
  std::optional<std::string> retail_price, currency, vat_rate, weight_grams;
  std::vector<std::string> release;
};
BOOST_DESCRIBE_STRUCT(ProductEditInput, (),
                      (name, description, brand, category, manufacturer_reference, image_urls, attributes, retail_price,
                       currency, vat_rate, weight_grams, release))

/// Either an edit of all the products, or their deletion.
struct BulkInput {
  std::vector<std::string> ids;
  std::optional<ProductEditInput> edit;
  std::optional<bool> remove;
};
BOOST_DESCRIBE_STRUCT(BulkInput, (), (ids, edit, remove))

struct BulkProblemView {
  std::string code, message, cure;
};
BOOST_DESCRIBE_STRUCT(BulkProblemView, (), (code, message, cure))

enum class BulkOutcome : std::uint8_t { changed, unchanged, removed, failed };
BOOST_DESCRIBE_ENUM(BulkOutcome, changed, unchanged, removed, failed)

struct BulkItemView {
  std::string id;
  BulkOutcome outcome = BulkOutcome::unchanged;
  std::optional<BulkProblemView> problem;
};
BOOST_DESCRIBE_STRUCT(BulkItemView, (), (id, outcome, problem))

struct BulkView {
  std::vector<BulkItemView> items;
  std::uint64_t changed = 0, unchanged = 0, removed = 0, failed = 0;
};
BOOST_DESCRIBE_STRUCT(BulkView, (), (items, changed, unchanged, removed, failed))

namespace {

using ProductAnswer = http::Answer<ProductDetailView>;

constexpr std::size_t most_at_once = 1'000;

/// weight is called by its unit where people meet it.
std::string_view internal_name(std::string_view field) {
  return field == "weight_grams" ? std::string_view("weight") : field;
}

base::Result<ProductEdit> edit_of(const ProductEditInput& input) {
  ProductEdit edit;
  const auto put = [&](ShownField field, const std::optional<std::string>& value) {
    if (value) edit.put(field, *value);
  };
  put(ShownField::name, input.name);
  put(ShownField::description, input.description);
  put(ShownField::brand, input.brand);
  put(ShownField::category, input.category);
  put(ShownField::manufacturer_reference, input.manufacturer_reference);
  put(ShownField::retail_price, input.retail_price);
  put(ShownField::currency, input.currency);
  put(ShownField::vat_rate, input.vat_rate);
  put(ShownField::weight, input.weight_grams);
  if (input.image_urls) edit.put(ShownField::image_urls, base::join(*input.image_urls, "\n"));
  if (input.attributes) edit.put(ShownField::attributes, http::to_json(*input.attributes));
  for (const std::string& name : input.release) {
    const auto field = shown_field(internal_name(name));
    if (!field) {
      return base::failure(product_edit_invalid, "Products have no field \"" + name + "\" to release.",
                           "Name a field of the product, such as name or retail_price.", {.field = "release"});
    }
    edit.release.push_back(*field);
  }
  return edit;
}

Editor editor_of(const Request& request) {
  return request.caller ? Editor{request.caller->user_id, request.caller->name} : Editor{{}, "anonymous"};
}

bool is_change(const EditedProduct& edited) {
  return edited.after != "{}";
}

void note(const CatalogRouteParts& parts, const Request& request, std::string_view action,
          const EditedProduct& edited) {
  if (parts.audit && is_change(edited)) {
    parts.audit(request, action, "product:" + edited.id.to_string(), edited.before, edited.after);
  }
}

/// The product of the path once If-Match agrees, and what it must still be when the write happens.
struct Expected {
  base::Uuid id;
  std::optional<base::Timestamp> updated_at;
};
base::Result<Expected> expected(const CatalogRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const ProductDetail detail, parts.catalog.find(request.parameter("id")));
  RETURN_IF_FAILED(http::check_if_match(request, etag_of(detail)));
  const bool is_conditional = !request.header("if-match").empty();
  return Expected{detail.product.id, is_conditional ? std::optional(detail.product.updated_at) : std::nullopt};
}

base::Result<ProductAnswer> edit(const CatalogRouteParts& parts, const Request& request,
                                 const ProductEditInput& input) {
  ASSIGN_OR_RETURN(const ProductEdit wanted, edit_of(input));
  ASSIGN_OR_RETURN(const Expected at, expected(parts, request));
  ASSIGN_OR_RETURN(const EditedProduct edited,
                   parts.catalog.edit(at.id.to_string(), wanted, editor_of(request), at.updated_at));
  forget_rendered(parts);
  note(parts, request, "product.edited", edited);
  ASSIGN_OR_RETURN(const ProductDetail detail, parts.catalog.find(at.id.to_string()));
  return ProductAnswer{view_of(detail), 0, {{"ETag", etag_of(detail)}}};
}

base::Result<http::Nothing> remove(const CatalogRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const Expected at, expected(parts, request));
  ASSIGN_OR_RETURN(const EditedProduct removed,
                   parts.catalog.remove(at.id.to_string(), editor_of(request), at.updated_at));
  forget_rendered(parts);
  note(parts, request, "product.deleted", removed);
  return http::Nothing{};
}

base::Result<> check_bulk(const Request& request, const BulkInput& input) {
  const bool removes = input.remove.value_or(false);
  if (input.ids.empty() || input.ids.size() > most_at_once) {
    return base::failure(http::request_invalid, std::to_string(input.ids.size()) + " products were named.",
                         "Name from 1 to 1000 products.", {.field = "ids"});
  }
  if (removes == input.edit.has_value()) {
    return base::failure(http::request_invalid, "It is not said what to do with the products.",
                         "Give either edit, or remove with true.", {.field = "edit"});
  }
  if (removes && !(request.caller && request.caller->may("products.delete"))) {
    return base::failure(http::forbidden, "Deleting products needs the permission products.delete.",
                         "Ask an administrator for it.");
  }
  return {};
}

void count(BulkView& view, BulkOutcome outcome) {
  switch (outcome) {
    case BulkOutcome::changed:
      ++view.changed;
      break;
    case BulkOutcome::unchanged:
      ++view.unchanged;
      break;
    case BulkOutcome::removed:
      ++view.removed;
      break;
    case BulkOutcome::failed:
      ++view.failed;
      break;
  }
}

base::Result<BulkView> bulk(const CatalogRouteParts& parts, const Request& request, const BulkInput& input) {
  RETURN_IF_FAILED(check_bulk(request, input));
  ProductEdit wanted;
  if (input.edit) {
    ASSIGN_OR_RETURN(wanted, edit_of(*input.edit));
  }
  const Editor editor = editor_of(request);
  BulkView view;
  for (const std::string& id : input.ids) {
    const auto edited = input.edit ? parts.catalog.edit(id, wanted, editor) : parts.catalog.remove(id, editor);
    forget_rendered(parts);
    BulkItemView& item = view.items.emplace_back();
    item.id = id;
    if (!edited) {
      // What befell the program, not the product, would befall the others too.
      if (edited.error().kind->http_status >= 500) return base::failure(edited.error());
      item.outcome = BulkOutcome::failed;
      item.problem = BulkProblemView{std::string(edited.error().code()), edited.error().message, edited.error().cure};
    } else if (input.edit) {
      item.outcome = is_change(*edited) ? BulkOutcome::changed : BulkOutcome::unchanged;
      note(parts, request, "product.edited", *edited);
    } else {
      item.outcome = BulkOutcome::removed;
      note(parts, request, "product.deleted", *edited);
    }
    count(view, item.outcome);
  }
  return view;
}

}  // namespace

void add_edit_routes(http::RouteTable& table, const CatalogRouteParts& parts) {
  table.push_back(http::patch("/products/{id}", "edit_product", "products",
                              "Set shown fields by hand, or release them to the feeds again")
                      .permission("products.write")
                      .problems({&product_unknown, &product_edit_invalid, &product_changed, &http::precondition_failed})
                      .accepts<ProductEditInput>([parts](const Request& request, const ProductEditInput& input) {
                        return edit(parts, request, input);
                      }));
  table.push_back(http::del("/products/{id}", "delete_product", "products", "Delete a product that has no offers")
                      .permission("products.delete")
                      .problems({&product_unknown, &product_has_offers, &product_changed, &http::precondition_failed})
                      .answers([parts](const Request& request) { return remove(parts, request); }));
  table.push_back(http::post("/products/bulk", "bulk_products", "products", "Edit or delete up to 1000 products")
                      .permission("products.bulk")
                      .idempotent()
                      .problems({&http::request_invalid, &http::forbidden, &product_edit_invalid})
                      .accepts<BulkInput>([parts](const Request& request, const BulkInput& input) {
                        return bulk(parts, request, input);
                      }));
}

}  // namespace catalog
