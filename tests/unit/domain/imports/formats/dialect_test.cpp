#include "domain/imports/formats/dialect.h"

#include <gtest/gtest.h>

namespace {

using imports::Compression;
using imports::Format;

TEST(Dialect, FormatsAreReadBackFromTheirNames) {
  for (const Format format : {Format::csv, Format::xlsx, Format::xls, Format::json, Format::ndjson, Format::xml}) {
    EXPECT_EQ(imports::parse_format(to_string(format)), format);
  }
  EXPECT_EQ(imports::parse_format("XLSX"), Format::xlsx);
  EXPECT_EQ(imports::parse_format("pdf"), std::nullopt);
}

TEST(Dialect, CompressionsHaveNames) {
  EXPECT_EQ(to_string(Compression::none), "none");
  EXPECT_EQ(to_string(Compression::gzip), "gzip");
  EXPECT_EQ(to_string(Compression::zip), "zip");
}

}  // namespace
