// The big list of naughty strings, each as the name of a product: in by CSV, out by NDJSON, and still the same.
#include <sstream>

#include "base/text.h"
#include "corpus/corpus.h"
#include "support/program.h"

namespace {

namespace json = boost::json;

std::string csv_field(std::string_view text) {
  std::string field = "\"";
  for (const char c : text) field += c == '"' ? std::string("\"\"") : std::string(1, c);
  return field + '"';
}

/// What the catalogue promises to keep of a text: everything but control characters and blanks at its ends.
std::string kept(std::string_view text) {
  std::string clean;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool control = (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
    if (!control) clean += c;
  }
  return std::string(base::trim(clean));
}

/// The price tells the products apart in the export.
std::string price_of(std::size_t number) {
  return std::to_string(number + 1) + ".00";
}

TEST(NaughtyStrings, SurviveAsTheNamesOfProducts) {
  const json::value list =
      json::parse(corpus::text_of(corpus::folder() / "conformance/big-list-of-naughty-strings/blns.json"));
  const json::array& strings = list.as_array();
  ASSERT_GT(strings.size(), 500U);
  std::string csv = "sku,name,price\n";
  for (std::size_t i = 0; i < strings.size(); ++i) {
    csv += "N" + std::to_string(i) + "," + csv_field(strings[i].as_string()) + "," + price_of(i) + "\n";
  }

  const test::Installation installation(test::Engine::sqlite);
  const json::value report =
      installation.json({"import", installation.file("naughty.csv", csv), "--supplier", "naughty"});
  EXPECT_EQ(test::number_at(report, {"rows", "created"}), static_cast<std::int64_t>(strings.size())) << report;

  const test::Finished exported = installation.run({"products", "export", "--format", "ndjson"});
  ASSERT_EQ(exported.exit_code, 0) << exported.err;
  std::map<std::string, std::string> names;
  std::istringstream lines(exported.out);
  for (std::string line; std::getline(lines, line);) {
    const json::value product = json::parse(line);
    const json::value* const name = product.as_object().if_contains("name");
    names[test::text_at(product, "best_purchase_price")] =
        name != nullptr && name->is_string() ? std::string(name->as_string()) : "";
  }
  for (std::size_t i = 0; i < strings.size(); ++i) {
    EXPECT_EQ(names[price_of(i)], kept(strings[i].as_string())) << "string " << i;
  }
}

}  // namespace
