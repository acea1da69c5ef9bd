#include "domain/imports/sniff/vocabulary.h"

#include <gtest/gtest.h>

#include <string>

namespace imports::sniffing {
namespace {

std::string best(std::string_view column, Naming naming = Naming::title) {
  const auto meanings = meanings_of(column, naming);
  return meanings.empty() ? "nothing" : std::string(info(meanings.front().field).name);
}

struct Title {
  const char* column;
  const char* field;
};

class KnownTitles : public testing::TestWithParam<Title> {};

TEST_P(KnownTitles, MeanTheirField) {
  EXPECT_EQ(best(GetParam().column), GetParam().field);
}

INSTANTIATE_TEST_SUITE_P(French, KnownTitles,
                         testing::Values(Title{"Réf. Art.", "sku"}, Title{"Code barres", "gtin"},
                                         Title{"Désignation", "name"}, Title{"Marque", "brand"},
                                         Title{"Famille", "category"}, Title{"Prix d'achat HT", "purchase_price"},
                                         Title{"Prix public TTC", "retail_price"}, Title{"Qté en stock", "stock"},
                                         Title{"Poids (kg)", "weight"}, Title{"Taux de TVA", "vat_rate"},
                                         Title{"Quantité minimum", "minimum_order_quantity"},
                                         Title{"URL image", "image_urls"}));
INSTANTIATE_TEST_SUITE_P(English, KnownTitles,
                         testing::Values(Title{"SKU", "sku"}, Title{"EAN13", "gtin"}, Title{"Product title", "name"},
                                         Title{"Manufacturer", "brand"}, Title{"MPN", "manufacturer_reference"},
                                         Title{"List Price", "retail_price"}, Title{"price_net", "purchase_price"},
                                         Title{"weight_g", "weight"}, Title{"MOQ", "minimum_order_quantity"},
                                         Title{"Currency", "currency"}));
INSTANTIATE_TEST_SUITE_P(German, KnownTitles,
                         testing::Values(Title{"Artikelnummer", "sku"}, Title{"Bezeichnung", "name"},
                                         Title{"Hersteller", "brand"}, Title{"EK netto", "purchase_price"},
                                         Title{"UVP", "retail_price"}, Title{"Lagerbestand", "stock"},
                                         Title{"MwSt.", "vat_rate"}, Title{"Warengruppe", "category"},
                                         Title{"Währung", "currency"}));
INSTANTIATE_TEST_SUITE_P(ItalianAndSpanish, KnownTitles,
                         testing::Values(Title{"IdProd", "sku"}, Title{"Titolo", "name"},
                                         Title{"Listino", "retail_price"}, Title{"Prezzo", "purchase_price"},
                                         Title{"Disponibilita", "stock"}, Title{"LinkImmagine", "image_urls"},
                                         Title{"Código de barras", "gtin"}, Title{"PVP", "retail_price"},
                                         Title{"Precio de compra", "purchase_price"}));
INSTANTIATE_TEST_SUITE_P(Others, KnownTitles,
                         testing::Values(Title{"Fabrikantscode", "manufacturer_reference"},
                                         Title{"Наименование товара", "name"}, Title{"Код_товару", "sku"},
                                         Title{"Код_маркування_(GTIN)", "gtin"}, Title{"Ціна", "purchase_price"}));

TEST(Vocabulary, PlaceholderTitlesMeanNothing) {
  EXPECT_EQ(best("column_7"), "nothing");
  EXPECT_EQ(best("Colour temperature"), "nothing");
}

TEST(Vocabulary, SpoiledTitlesLoseToPlainOnes) {
  const auto weight = [](std::string_view column) {
    const auto meanings = meanings_of(column, Naming::title);
    return meanings.empty() ? 0.0 : meanings.front().weight;
  };
  EXPECT_LT(weight("PrezzoPromo"), weight("Prezzo"));
  EXPECT_LT(weight("Image Alt Text"), weight("Image"));
  EXPECT_LT(weight("meta_description"), weight("description"));
}

TEST(Vocabulary, PathsAreReadByTheirLastStep) {
  EXPECT_EQ(best("g:id", Naming::path), "sku");
  EXPECT_EQ(best("g:gtin", Naming::path), "gtin");
  EXPECT_EQ(best("PRODUCT_DETAILS.EAN", Naming::path), "gtin");
  EXPECT_EQ(best("cac:Item.cac:SellersItemIdentification.cbc:ID", Naming::path), "sku");
  EXPECT_EQ(best("@id", Naming::path), "sku");
}

TEST(Vocabulary, ParametersOfTheSupplierAreNeverFields) {
  EXPECT_EQ(best("param[Вес]", Naming::path), "nothing");
  EXPECT_EQ(best("param[Brand]", Naming::path), "nothing");
}

TEST(Vocabulary, ShippingPriceIsNotThePrice) {
  const auto price = meanings_of("g:price", Naming::path);
  const auto shipping = meanings_of("g:shipping.g:price", Naming::path);
  ASSERT_FALSE(price.empty());
  ASSERT_FALSE(shipping.empty());
  EXPECT_LT(shipping.front().weight, 0.6 * price.front().weight);
}

TEST(Vocabulary, TitlesGiveUnitCurrencyAndVat) {
  EXPECT_EQ(hints_of("Poids (kg)", Naming::title).unit, "kg");
  EXPECT_EQ(hints_of("weight_g", Naming::title).unit, "g");
  EXPECT_EQ(hints_of("price (USD)", Naming::title).currency, "USD");
  EXPECT_EQ(hints_of("Preis in €", Naming::title).currency, "EUR");
  EXPECT_EQ(hints_of("Prix HT", Naming::title).vat, HeaderHints::Vat::excluded);
  EXPECT_EQ(hints_of("Prix TTC", Naming::title).vat, HeaderHints::Vat::included);
  EXPECT_EQ(hints_of("Precio sin IVA", Naming::title).vat, HeaderHints::Vat::excluded);
  EXPECT_EQ(hints_of("Prix", Naming::title).vat, HeaderHints::Vat::unsaid);
}

}  // namespace
}  // namespace imports::sniffing
