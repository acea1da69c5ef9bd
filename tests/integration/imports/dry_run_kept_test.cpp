// What a dry run keeps for people to look at.
#include <array>
#include <fstream>

#include "domain/catalog/catalog.h"
#include "domain/imports/dry_run_keeper.h"
#include "integration/imports/background_fixture.h"

namespace {

using catalog::ChangeFilter;
using catalog::MergeMode;
using test::code_of;
using test::must;

constexpr std::array<ChangeFilter, 7> filters{
    ChangeFilter::all,        ChangeFilter::created,       ChangeFilter::withdrawn, ChangeFilter::price_up,
    ChangeFilter::price_down, ChangeFilter::stock_to_zero, ChangeFilter::other};

const std::string heading = "Reference;Designation;Prix HT;Stock\n";
const std::string first_list = heading +
                               "A1;Pot;10,00;5\nA2;Bol;20,00;5\nA3;Plat;30,00;5\nA4;Four;40,00;5\nA5;Verre;50,00;5\n"
                               "A6;Seau;60,00;5\n";
/// A1 dearer, A2 cheaper and sold out, A3 sold out, A4 renamed, A5 as it was, A6 gone, B1 new, two rows refused.
const std::string second_list = heading +
                                "A1;Pot;11,00;5\nA2;Bol;19,00;0\nA3;Plat;30,00;0\nA4;Four à pain;40,00;5\n"
                                "A5;Verre;50,00;5\nB1;Table;70,00;5\n;Sans reference;1,00;1\nB2;Chaise;cher;1\n";

class KeptDryRun : public test::BackgroundTest {
 protected:
  imports::ImportState done(const std::string& text, bool dry_run, MergeMode mode = MergeMode::partial) {
    const auto import = started(text, dry_run, mode);
    work();
    return state(import.id);
  }
  /// The changes as text, in the order pages of two give them.
  std::vector<std::string> changes(base::Uuid id, ChangeFilter filter) {
    std::vector<std::string> found;
    for (const bool withdrawn : {false, true}) {
      catalog::ChangeCursor after{withdrawn, 0, {}};
      for (;;) {
        const auto page = must(house().imports.changes(id, filter, after, 2));
        for (const auto& one : page) {
          found.push_back(one.kind + " " + one.sku + " " + one.name + " " + std::to_string(one.row) + " " + one.before +
                          " -> " + one.after);
          after.row = one.row;
          after.sku = one.sku;
        }
        if (page.size() < 2) break;
      }
    }
    return found;
  }
  std::vector<std::string> skus(base::Uuid id, ChangeFilter filter) {
    std::vector<std::string> found;
    for (const std::string& change : changes(id, filter)) {
      const std::size_t from = change.find(' ') + 1;
      found.push_back(change.substr(from, change.find(' ', from) - from));
    }
    return found;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, KeptDryRun, test::both_engines(), test::engine_name);

TEST_P(KeptDryRun, ShowsUnderEveryFilterWhatTheImportThenDoes) {
  done(first_list, false);
  const auto planned = done(second_list, true, MergeMode::full);
  const auto real = done(second_list, false, MergeMode::full);
  for (const ChangeFilter filter : filters) {
    EXPECT_EQ(changes(planned.id, filter), changes(real.id, filter)) << static_cast<int>(filter);
    EXPECT_EQ(catalog::count_of(planned.report->counts, filter), changes(planned.id, filter).size());
    EXPECT_EQ(catalog::count_of(real.report->counts, filter), changes(real.id, filter).size());
  }
  using Skus = std::vector<std::string>;
  EXPECT_EQ(skus(planned.id, ChangeFilter::created), Skus{"B1"});
  EXPECT_EQ(skus(planned.id, ChangeFilter::withdrawn), Skus{"A6"});
  EXPECT_EQ(skus(planned.id, ChangeFilter::price_up), Skus{"A1"});
  EXPECT_EQ(skus(planned.id, ChangeFilter::price_down), Skus{"A2"});
  EXPECT_EQ(skus(planned.id, ChangeFilter::stock_to_zero), (Skus{"A2", "A3"}));
  EXPECT_EQ(skus(planned.id, ChangeFilter::other), Skus{"A4"});
}

TEST_P(KeptDryRun, KeepsTheRejectedRowsAsTheImportWould) {
  const auto planned = done(second_list, true);
  const auto rows = must(house().imports.errors(planned.id, "reject", 0, 100));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].row_number, 7U);
  EXPECT_EQ(rows[1].row_number, 8U);
  EXPECT_NE(rows[1].cells.find("cher"), std::string::npos);

  std::string correction;
  must(house().imports.export_quarantine(planned.id, [&](std::string_view text) { correction += text; }));
  EXPECT_EQ(correction.find("quarantine_row,quarantine_problem,Reference,Designation,Prix HT,Stock\r\n"), 0U);
  EXPECT_NE(correction.find("Chaise"), std::string::npos);
}

TEST_P(KeptDryRun, GivesWayToTheNextOfTheSameFileAndToTime) {
  const auto first = done(second_list, true);
  const auto other = done(first_list, true);
  const auto next = done(second_list, true);
  EXPECT_TRUE(changes(first.id, ChangeFilter::all).empty());
  EXPECT_TRUE(must(house().imports.errors(first.id, "", 0, 100)).empty());
  EXPECT_EQ(changes(other.id, ChangeFilter::all).size(), 6U);
  EXPECT_EQ(changes(next.id, ChangeFilter::all).size(), 6U);

  must(house().imports.remove_dry_runs_older_than(base::Timestamp::now() + -std::chrono::hours(1)));
  EXPECT_EQ(changes(next.id, ChangeFilter::all).size(), 6U);
  must(house().imports.remove_dry_runs_older_than(base::Timestamp::now()));
  EXPECT_TRUE(changes(next.id, ChangeFilter::all).empty());
  EXPECT_TRUE(must(house().imports.errors(next.id, "", 0, 100)).empty());
  EXPECT_EQ(code_of(house().imports.original_file(next.id)), "import.unknown");
}

TEST_P(KeptDryRun, BegunAgainAfterItsProcessWasLostKeepsEverythingOnce) {
  const auto dry = started(second_list, true);
  work();
  ASSERT_EQ(changes(dry.id, ChangeFilter::all).size(), 6U);
  // The queue never heard of its end: the same run is done once more.
  imports::ImportRequest again;
  again.file = house().folder / "again.csv";
  std::ofstream(again.file) << second_list;
  again.supplier = "alpha";
  again.effect = catalog::MergeEffect::dry_run;
  again.file_name = "prices.csv";
  again.id = dry.id;
  must(house().imports.run(again, [](const imports::Progress&) {}));
  EXPECT_EQ(changes(dry.id, ChangeFilter::all).size(), 6U);
  EXPECT_EQ(must(house().imports.errors(dry.id, "reject", 0, 100)).size(), 2U);
}

TEST_P(KeptDryRun, KeepsABoundedNumberOfEachKindAndCountsAll) {
  done(first_list, false);
  const auto supplier = must(house().suppliers.find("alpha"));
  auto merge =
      must(catalog::CatalogMerge::open(house().catalog, {supplier.id, supplier.code, MergeMode::partial,
                                                         catalog::MergeEffect::dry_run, "feed.csv", "digest"}));
  catalog::MergeBatch batch;
  for (std::uint64_t number = 1; number <= 6; ++number) {
    catalog::MergeRow& row = batch.rows.emplace_back();
    row.number = number;
    row.sku = number == 6 ? "A1" : "NEW-" + std::to_string(number);
    row.values.set(catalog::OfferField::purchase_price, "990000");
    must(merge.announce(number, row.sku, catalog::fingerprint(row.values)));
  }
  batch.first_row = 1;
  batch.last_row = 6;

  const base::Uuid id = base::Uuid::generate();
  std::vector<imports::KeptRow> refused(5);
  for (std::size_t i = 0; i < refused.size(); ++i) refused[i].row_number = i + 1;
  constexpr std::uint64_t most = 3;
  const auto connection = must(house().imports_database.acquire());
  imports::DryRunKeeper keeper(*connection, {id, supplier.code, "digest", "[]"}, most);
  must(keeper.begin());
  must(merge.begin(id));
  must(keeper.write(std::span(refused).first(2)));
  must(keeper.write(std::span(refused).subspan(2)));
  must(merge.apply(batch));
  const auto counts = must(merge.finish(6));
  must(keeper.finish(merge, counts));

  EXPECT_EQ(counts.offers.created, 5U);
  EXPECT_EQ(skus(id, ChangeFilter::created), (std::vector<std::string>{"NEW-1", "NEW-2", "NEW-3"}));
  EXPECT_EQ(skus(id, ChangeFilter::price_up), std::vector<std::string>{"A1"});
  EXPECT_EQ(must(house().imports.errors(id, "", 0, 10)).size(), most);
}

TEST_P(KeptDryRun, HasItsFileForDownloadAsImportsHave) {
  const auto text_of = [&](base::Uuid id) {
    auto file = must(house().imports.original_file(id));
    std::string text, piece;
    while (must(file.next(piece))) text += piece;
    return text;
  };
  std::string large = heading;
  for (int i = 0; i < 1'200; ++i) large += "L" + std::to_string(i) + ";" + std::string(1'000, 'x') + ";1,00;1\n";
  ASSERT_GT(large.size(), std::size_t{1} << 20U);  // more than one piece
  EXPECT_EQ(text_of(done(large, true).id), large);
  const auto import = done(first_list, false);
  EXPECT_EQ(text_of(import.id), first_list);
  must(house().imports.remove_files_older_than(base::Timestamp::now() + std::chrono::hours(1)));
  EXPECT_EQ(code_of(house().imports.original_file(import.id)), "import.file_gone");
  EXPECT_EQ(code_of(house().imports.original_file(base::Uuid::generate())), "import.unknown");
}

}  // namespace
