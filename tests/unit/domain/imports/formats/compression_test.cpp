#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "domain/imports/formats/csv_reader.h"
#include "domain/imports/formats/decoded_source.h"
#include "domain/imports/formats/expansion_guard.h"
#include "domain/imports/formats/gzip_source.h"
#include "domain/imports/formats/temporary_file.h"
#include "domain/imports/formats/zip_archive.h"
#include "support/records.h"
#include "support/temporary_folder.h"
#include "support/trickle_source.h"

namespace {

using imports::ZipArchive;
using test::code_of;
using test::must;
using test::trickle;

std::string gzip(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
  std::string in(text);
  std::string out(deflateBound(&stream, in.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

base::Result<std::string> unpacked(const std::string& bytes, std::size_t at_once = 5) {
  const auto source = imports::gunzip(trickle(bytes, at_once), "feed.gz");
  return imports::read_head(*source, 1U << 24U);
}

std::string varied_text(std::size_t lines) {
  std::string text = "sku,price\n";
  for (std::size_t i = 0; i < lines; ++i)
    text += "A" + std::to_string(i * 7919 % 1000) + "," + std::to_string(i) + "\n";
  return text;
}

class Compressed : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, std::string_view bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return folder_ / name;
  }

  std::filesystem::path write_zip(const std::vector<std::pair<std::string, std::string>>& entries,
                                  const char* password = nullptr) const {
    const auto path = folder_ / "feed.zip";
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    for (const auto& [name, text] : entries) {
      const auto index = zip_file_add(archive, name.c_str(), zip_source_buffer(archive, text.data(), text.size(), 0),
                                      ZIP_FL_ENC_UTF_8);
      if (password != nullptr) {
        zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256, password);
      }
    }
    EXPECT_EQ(zip_close(archive), 0);
    return path;
  }

  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  test::TemporaryFolder folder_;
};

TEST(Gunzip, GivesBackTheTextAtEveryBoundary) {
  const std::string text = varied_text(2000);
  for (const std::size_t at_once : {1U, 2U, 17U, 100'000U}) EXPECT_EQ(must(unpacked(gzip(text), at_once)), text);
  EXPECT_EQ(must(unpacked(gzip(""))), "");
}

TEST(Gunzip, ReadsAllMembersAndIgnoresWhatFollowsThem) {
  for (const std::size_t at_once : {1U, 1000U}) {
    EXPECT_EQ(must(unpacked(gzip("one ") + gzip("") + gzip("two"), at_once)), "one two");
    EXPECT_EQ(must(unpacked(gzip("one") + std::string(600, '\0'), at_once)), "one");
    EXPECT_EQ(must(unpacked(gzip("one") + "\x1Fgarbage", at_once)), "one");
  }
}

TEST(Gunzip, NamesTheByteWhereAFileIsCutOff) {
  const std::string whole = gzip(varied_text(2000));
  for (const std::size_t size : {std::size_t{3}, whole.size() / 2, whole.size() - 1}) {
    const auto result = unpacked(whole.substr(0, size), 64);
    ASSERT_EQ(code_of(result), "import.archive_damaged");
    EXPECT_EQ(result.error().place.byte, size);
    EXPECT_NE(result.error().message.find("byte " + std::to_string(size)), std::string::npos);
  }
  EXPECT_EQ(code_of(unpacked("")), "import.archive_damaged");
}

TEST(Gunzip, NoticesDamage) {
  std::string bytes = gzip(varied_text(2000));
  bytes[bytes.size() - 6] = static_cast<char>(bytes[bytes.size() - 6] ^ 1);  // the checksum
  EXPECT_EQ(code_of(unpacked(bytes)), "import.archive_damaged");
  EXPECT_EQ(code_of(unpacked("this is no gzip file")), "import.archive_damaged");
}

TEST_F(Compressed, CsvReadsInsideGzip) {
  imports::Dialect dialect;
  dialect.compression = imports::Compression::gzip;
  const auto reader = must(imports::open_csv(write("feed.csv.gz", gzip("sku,name\nA,Café\n")), dialect));
  const auto records = test::read_all(*reader);
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].fields[1], "Café");
  EXPECT_EQ(records[0].byte_offset, 9U);
}

TEST_F(Compressed, ATruncatedGzipGivesItsRecordsAndThenFails) {
  imports::Dialect dialect;
  dialect.compression = imports::Compression::gzip;
  const std::string whole = gzip(varied_text(200'000));
  const auto reader =
      must(imports::open_csv(write("feed.csv.gz", std::string_view(whole).substr(0, whole.size() / 2)), dialect));
  imports::Record record;
  std::uint64_t count = 0;
  auto more = reader->next(record);
  for (; more && *more; more = reader->next(record)) ++count;
  EXPECT_EQ(code_of(more), "import.archive_damaged");
  EXPECT_GT(count, 10'000U);
}

TEST_F(Compressed, ZipListsAndReadsItsEntries) {
  const auto archive = must(ZipArchive::open(write_zip({{"readme.txt", "hello"}, {"data/Prix é.csv", "sku\nA\n"}})));
  ASSERT_EQ(archive.entries().size(), 2U);
  EXPECT_EQ(archive.entries()[1].name, "data/Prix é.csv");
  EXPECT_EQ(archive.entries()[1].bytes, 6U);
  const auto source = must(archive.open_entry("data/Prix é.csv"));
  EXPECT_EQ(must(imports::read_head(*source, 100)), "sku\nA\n");
}

TEST_F(Compressed, ZipEntriesAreFoundWhateverTheirCaseAndSlashes) {
  const auto archive = must(ZipArchive::open(write_zip({{"XL\\Workbook.xml", "x"}})));
  ASSERT_NE(archive.find("xl/workbook.xml"), nullptr);
  EXPECT_EQ(archive.find("xl/styles.xml"), nullptr);
  const auto missing = archive.open_entry("xl/styles.xml");
  EXPECT_EQ(code_of(missing), "import.archive_entry_missing");
  EXPECT_NE(missing.error().message.find("xl/styles.xml"), std::string::npos);
}

TEST_F(Compressed, ZipEntriesOutliveTheArchiveAndReadSideBySide) {
  std::unique_ptr<imports::ByteSource> first;
  std::unique_ptr<imports::ByteSource> second;
  {
    const auto archive = must(ZipArchive::open(write_zip({{"a", "first"}, {"b", "second"}})));
    first = must(archive.open_entry("a"));
    second = must(archive.open_entry("b"));
  }
  EXPECT_EQ(must(imports::read_head(*first, 2)), "fi");
  EXPECT_EQ(must(imports::read_head(*second, 100)), "second");
  EXPECT_EQ(must(imports::read_head(*first, 100)), "rst");
}

TEST_F(Compressed, ZipNamesThatClimbOutOfTheFolderDoNothing) {
  const auto archive = must(ZipArchive::open(write_zip({{"../../evil.txt", "x"}, {"/etc/passwd", "y"}})));
  const auto source = must(archive.open_entry("../../evil.txt"));
  EXPECT_EQ(must(imports::read_head(*source, 10)), "x");
  EXPECT_FALSE(std::filesystem::exists(folder() / "../../evil.txt"));
}

TEST_F(Compressed, AnEncryptedEntrySaysSo) {
  const auto archive = must(ZipArchive::open(write_zip({{"feed.csv", "sku\n"}}, "secret")));
  EXPECT_TRUE(archive.entries()[0].encrypted);
  EXPECT_EQ(code_of(archive.open_entry("feed.csv")), "import.file_encrypted");
}

TEST_F(Compressed, ADamagedZipSaysSo) {
  EXPECT_EQ(code_of(ZipArchive::open(write("not.zip", "sku,price\n"))), "import.archive_damaged");
  EXPECT_EQ(code_of(ZipArchive::open(folder() / "missing.zip")), "import.file_unreadable");
}

TEST_F(Compressed, WithoutAnEntryNameTheLargestFileIsRead) {
  imports::Dialect dialect;
  dialect.compression = imports::Compression::zip;
  const auto path = write_zip({{"readme.txt", "hello"}, {"feed.csv", "sku,price\nA,1\n"}});
  EXPECT_EQ(must(imports::open_csv(path, dialect))->columns().size(), 2U);
  dialect.zip_entry = "readme.txt";
  EXPECT_EQ(must(imports::open_csv(path, dialect))->columns().front(), "hello");
}

TEST_F(Compressed, UnpacksToATemporaryFileThatLeavesNoTrace) {
  const std::string text = varied_text(50'000);
  imports::Dialect dialect;
  dialect.compression = imports::Compression::gzip;
  std::filesystem::path path;
  {
    const auto file = must(imports::unpack_to_temporary(write("book.xlsx.gz", gzip(text)), dialect));
    path = file.path();
    const auto source = must(imports::open_file(path));
    EXPECT_EQ(must(imports::read_head(*source, 1U << 24U)), text);
  }
  EXPECT_EQ(code_of(imports::open_file(path)), "import.file_unreadable");
}

TEST(ExpansionGuard, StopsWhatDeflateCannotHonestlyMake) {
  EXPECT_FALSE(imports::expands_too_much(1U << 20U, 1));
  EXPECT_FALSE(imports::expands_too_much(100U << 20U, 1U << 20U));
  EXPECT_TRUE(imports::expands_too_much(100U << 20U, 50U << 10U));
}

TEST(OpenFile, RefusesAFolder) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(code_of(imports::open_file(folder.path())), "import.file_unreadable");
}

}  // namespace
