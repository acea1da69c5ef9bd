#include "domain/imports/sniff/unread.h"

#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include <fstream>

#include "domain/imports/formats/record_reader.h"
#include "domain/imports/sniff/sniff.h"
#include "support/result_check.h"
#include "support/temporary_folder.h"
#include "support/xlsx_builder.h"

namespace imports {
namespace {

const std::string big_list = "ref;nom;prix\nA1;Pan;12,50\nA2;Pot;3,20\n";
const std::string small_list = "ref;nom;prix\nB1;Lid;1,10\n";

class UnreadParts : public testing::Test {
 protected:
  std::filesystem::path archive() const {
    const auto path = folder_ / "tarifs.zip";
    test::write_zip(path, {{"LISEZMOI.txt", std::string(5000, 'x')},
                           {"photos/a1.jpg", "picture"},
                           {"promo.csv", small_list},
                           {"tarif.csv", big_list}});
    return path;
  }
  std::filesystem::path workbook(bool with_promo = true) const {
    const auto path = folder_ / "tarif.xlsx";
    lxw_workbook* book = workbook_new(path.c_str());
    add_sheet(book, "Tarif", 6);
    if (with_promo) add_sheet(book, "Promo", 2);
    workbook_add_worksheet(book, "Feuille3");
    workbook_close(book);
    return path;
  }

  test::TemporaryFolder folder_;

 private:
  static void add_sheet(lxw_workbook* book, const char* name, lxw_row_t rows) {
    lxw_worksheet* sheet = workbook_add_worksheet(book, name);
    const char* titles[] = {"Ref", "Nom", "Prix"};
    for (lxw_col_t column = 0; column < 3; ++column) worksheet_write_string(sheet, 0, column, titles[column], nullptr);
    for (lxw_row_t row = 1; row <= rows; ++row) {
      worksheet_write_string(sheet, row, 0, (name + std::to_string(row)).c_str(), nullptr);
      worksheet_write_string(sheet, row, 1, "Pan", nullptr);
      worksheet_write_number(sheet, row, 2, 7.7 + row, nullptr);
    }
  }
};

TEST_F(UnreadParts, OfAnArchiveAreNamedWithTheWayToReadThem) {
  const auto sniffed = test::must(sniff(archive()));
  EXPECT_EQ(sniffed.dialect.zip_entry, "tarif.csv");
  EXPECT_EQ(sniffed.other_entries, std::vector<std::string>{"promo.csv"}) << "neither the picture nor the note";
  ASSERT_EQ(sniffed.notes.size(), 1U);
  const base::Problem& note = sniffed.notes.front();
  EXPECT_EQ(note.code(), "import.other_files_in_archive");
  EXPECT_EQ(note.message,
            "The archive tarifs.zip holds 1 more price list, not read: \"promo.csv\". Read is \"tarif.csv\".");
  EXPECT_NE(note.cure.find(R"({"file":{"zip_entry":"promo.csv"}})"), std::string::npos) << note.cure;
}

TEST_F(UnreadParts, OfAnArchiveAreReadWhenTheMappingNamesThem) {
  Mapping::FileHints hints;
  hints.zip_entry = "promo.csv";
  const auto sniffed = test::must(sniff(archive(), hints));
  EXPECT_EQ(sniffed.dialect.zip_entry, "promo.csv");
  EXPECT_EQ(sniffed.estimated_rows, 1U);
  EXPECT_EQ(sniffed.other_entries, std::vector<std::string>{"tarif.csv"});
  EXPECT_TRUE(sniffed.notes.empty()) << "somebody chose";
}

TEST_F(UnreadParts, OfAnArchiveAreListedWhenTheOneWantedIsNotThere) {
  Mapping::FileHints hints;
  hints.zip_entry = "prix.csv";
  const auto sniffed = sniff(archive(), hints);
  ASSERT_FALSE(sniffed);
  EXPECT_EQ(sniffed.error().code(), "import.archive_entry_missing");
  EXPECT_NE(sniffed.error().message.find("\"prix.csv\""), std::string::npos) << sniffed.error().message;
  EXPECT_NE(sniffed.error().cure.find("\"promo.csv\", \"tarif.csv\""), std::string::npos) << sniffed.error().cure;
}

TEST_F(UnreadParts, OfAWorkbookAreNamedUnlessBlank) {
  const auto sniffed = test::must(sniff(workbook()));
  EXPECT_EQ(sniffed.dialect.sheet, "Tarif");
  EXPECT_EQ(sniffed.other_sheets, std::vector<std::string>{"Promo"});
  ASSERT_EQ(sniffed.notes.size(), 1U);
  EXPECT_EQ(sniffed.notes.front().code(), "import.other_sheets");
  EXPECT_NE(sniffed.notes.front().cure.find(R"({"file":{"sheet":"Promo"}})"), std::string::npos);

  Mapping::FileHints hints;
  hints.sheet = "Promo";
  const auto chosen = test::must(sniff(workbook(), hints));
  EXPECT_EQ(chosen.other_sheets, std::vector<std::string>{"Tarif"});
  EXPECT_TRUE(chosen.notes.empty()) << "somebody chose";
}

TEST_F(UnreadParts, AreNotSpokenOfWhereThereAreNone) {
  const auto sniffed = test::must(sniff(workbook(false)));
  EXPECT_TRUE(sniffed.other_sheets.empty());
  EXPECT_TRUE(sniffed.notes.empty());
}

TEST(UnreadNote, NamesTheFirstOfManyAndCountsTheRest) {
  sniffing::Unread others;
  for (int i = 0; i < 1'200; ++i) others.add("list-" + std::to_string(i) + ".csv");
  EXPECT_EQ(others.count, 1'200U);
  EXPECT_EQ(others.names.size(), 100U);
  const auto note = sniffing::other_entries_note("all.zip", "big.csv", others);
  EXPECT_NE(note.message.find("1,200 more price lists"), std::string::npos) << note.message;
  EXPECT_NE(note.message.find("\"list-9.csv\" and 1,190 more."), std::string::npos) << note.message;
}

/// The name a file is known by stands in every problem, whatever the copy that is read is called.
class ShownName : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& content) const {
    std::ofstream(folder_ / "0a1b2c", std::ios::binary) << content;
    return folder_ / "0a1b2c";
  }
  base::Problem sniffing_problem(const std::string& content) const {
    const auto sniffed = sniff(write(content), {}, "tarif.csv");
    return sniffed ? base::Problem{&base::internal_error, "nothing is wrong", "", {}} : sniffed.error();
  }
  static void expect_named(const base::Problem& problem) {
    EXPECT_NE(problem.text().find("tarif.csv"), std::string::npos) << problem.text();
    EXPECT_EQ(problem.text().find("0a1b2c"), std::string::npos) << problem.text();
    EXPECT_EQ(problem.place.file, "tarif.csv") << problem.text();
  }

  test::TemporaryFolder folder_;
};

TEST_F(ShownName, StandsInWhatSniffingFindsWrong) {
  expect_named(sniffing_problem(""));
  expect_named(sniffing_problem("\n \n"));
  expect_named(sniffing_problem("%PDF-1.7 and more"));
  expect_named(sniffing_problem("PK\x03\x04 broken archive"));
  expect_named(sniffing_problem("\x1f\x8b\x08 broken stream"));
  const auto missing = sniff(folder_ / "nowhere", {}, "tarif.csv");
  ASSERT_FALSE(missing);
  expect_named(missing.error());
}

TEST_F(ShownName, StandsInWhatReadingFindsWrongLater) {
  const auto sniffed =
      test::must(sniff(write("<l><p><a>1</a><b>2</b></p><p><a>3</a><b>4</b></p></l>"), {}, "tarif.csv"));
  const auto reader = test::must(open_records(write("<l><p><a>1</a><b>2</b></p><p><a>3</b></p></l>"), sniffed.dialect));
  Record record;
  EXPECT_TRUE(test::must(reader->next(record)));
  const auto broken = reader->next(record);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().place.file, "tarif.csv");
}

}  // namespace
}  // namespace imports
