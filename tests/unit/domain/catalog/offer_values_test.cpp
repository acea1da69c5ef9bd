#include "domain/catalog/offer_values.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

namespace catalog {
namespace {

TEST(OfferValues, TellNotStatedFromEmpty) {
  OfferValues values;
  EXPECT_FALSE(values.is_stated(OfferField::name));
  values.clear(OfferField::name);
  EXPECT_TRUE(values.is_stated(OfferField::name));
  EXPECT_EQ(values.get(OfferField::name), std::nullopt);
  values.set(OfferField::name, "Lampe");
  EXPECT_EQ(values.get(OfferField::name), "Lampe");
  values.reset();
  EXPECT_EQ(values, OfferValues{});
  EXPECT_EQ(values.stated_mask(), 0U);
}

TEST(OfferValues, KeepIntegersAsPlainDigits) {
  OfferValues values;
  values.set(OfferField::stock, std::int64_t{-12});
  EXPECT_EQ(values.get(OfferField::stock), "-12");
  values.set(OfferField::stock, std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(values.get(OfferField::stock), "-9223372036854775808");
}

TEST(OfferValues, AreEqualWhenTheyStateTheSame) {
  OfferValues a, b;
  a.set(OfferField::name, "old text");
  a.reset();
  EXPECT_EQ(a, b);
  a.set(OfferField::brand, "x");
  EXPECT_NE(a, b);
  b.set(OfferField::brand, "x");
  EXPECT_EQ(a, b);
  b.clear(OfferField::gtin);
  EXPECT_NE(a, b);
}

TEST(Fingerprint, DiffersForEveryDifferentStatement) {
  std::set<std::uint64_t> seen;
  const auto add = [&seen](const OfferValues& values) { return seen.insert(fingerprint(values)).second; };
  EXPECT_TRUE(add({}));
  for (const auto& field : offer_fields()) {
    OfferValues values;
    values.clear(field.field);
    EXPECT_TRUE(add(values)) << field.name;
    values.set(field.field, "");
    EXPECT_TRUE(add(values)) << field.name;
    values.set(field.field, "1");
    EXPECT_TRUE(add(values)) << field.name;
  }
  OfferValues split, joined;
  split.set(OfferField::name, "ab");
  split.set(OfferField::description, "c");
  joined.set(OfferField::name, "a");
  joined.set(OfferField::description, "bc");
  EXPECT_TRUE(add(split));
  EXPECT_TRUE(add(joined));
}

TEST(Fingerprint, IsTheSameForTheSameStatement) {
  OfferValues a, b;
  a.set(OfferField::stock, std::int64_t{5});
  a.set(OfferField::name, "x");
  b.set(OfferField::name, std::string(500, 'y'));
  b.set(OfferField::name, "x");
  b.set(OfferField::stock, "5");
  EXPECT_EQ(fingerprint(a), fingerprint(b));
}

TEST(Display, ShowsValuesAsPeopleReadThem) {
  EXPECT_EQ(display(OfferField::purchase_price, "12345000"), "1234.50");
  EXPECT_EQ(display(OfferField::purchase_price, "12345678"), "1234.5678");
  EXPECT_EQ(display(OfferField::retail_price, "5"), "0.0005");
  EXPECT_EQ(display(OfferField::retail_price, "-5000"), "-0.50");
  EXPECT_EQ(display(OfferField::vat_rate, "200000"), "20");
  EXPECT_EQ(display(OfferField::vat_rate, "55000"), "5.5");
  EXPECT_EQ(display(OfferField::weight, "1200000"), "1200");
  EXPECT_EQ(display(OfferField::weight, "1"), "0.001");
  EXPECT_EQ(display(OfferField::stock, "7"), "7");
  EXPECT_EQ(display(OfferField::name, "1234567"), "1234567");
  EXPECT_EQ(display(OfferField::weight, ""), "");
}

}  // namespace
}  // namespace catalog
