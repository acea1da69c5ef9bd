#include "platform/client/ftp_listing.h"

#include <gmock/gmock.h>

using platform::client::ftp_path;
using platform::client::parse_ftp_time;
using platform::client::parse_mlsd_line;
using platform::client::parse_names;

TEST(FtpListing, ReadsTheFactsOfAFile) {
  const auto file = parse_mlsd_line("type=file;size=120;modify=20260102030405.123;UNIX.mode=0644; price list.csv\r");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->name, "price list.csv");
  EXPECT_EQ(file->size, 120U);
  EXPECT_EQ(file->modified->to_string(), "2026-01-02T03:04:05.000000Z");
  EXPECT_TRUE(parse_mlsd_line("Type=FILE;Size=1;Modify=20260102030405; a"));
}

TEST(FtpListing, PassesOverFoldersAndWhatIsNoFile) {
  EXPECT_FALSE(parse_mlsd_line("type=dir;modify=20260102030405; archive"));
  EXPECT_FALSE(parse_mlsd_line("type=cdir;modify=20260102030405; ."));
  EXPECT_FALSE(parse_mlsd_line(""));
  EXPECT_FALSE(parse_mlsd_line("type=file;size=1;"));
  const auto odd = parse_mlsd_line("type=file;size=-1;modify=yesterday; a");
  ASSERT_TRUE(odd);
  EXPECT_FALSE(odd->size);
  EXPECT_FALSE(odd->modified);
}

TEST(FtpListing, TakesNamesWithoutTheirFolders) {
  EXPECT_THAT(parse_names("a.csv\r\nexport/b.csv\r\n..\r\n\r\n"), testing::ElementsAre("a.csv", "b.csv"));
}

TEST(FtpListing, RefusesTimesThatAreNone) {
  EXPECT_FALSE(parse_ftp_time("2026010203"));
  EXPECT_FALSE(parse_ftp_time("20261302030405"));
}

TEST(FtpListing, WritesPathsSoThatNothingInThemIsACommand) {
  EXPECT_EQ(ftp_path("/export/a b.csv"), "%2Fexport/a%20b.csv");
  EXPECT_EQ(ftp_path("export/100%.csv"), "export/100%25.csv");
  EXPECT_EQ(ftp_path("a\r\nDELE b"), "a%0D%0ADELE%20b");
}
