#include "domain/media/file_links.h"

#include <gtest/gtest.h>

#include "support/result_check.h"

namespace {

using media::FileLinks;
using test::code_of;
using test::must;

constexpr std::int64_t day = 86'400'000'000;
const base::Timestamp monday(20'000 * day);

struct Parts {
  std::string expires, signature;
};
Parts parts_of(const std::string& link) {
  const std::size_t expires = link.find("?expires=") + 9, signature = link.find("&signature=");
  return {link.substr(expires, signature - expires), link.substr(signature + 11)};
}

TEST(FileLinks, WorkForAWeekAtLeastAndTwoAtMost) {
  const FileLinks links("a secret", "");
  for (int later = 0; later < 14; ++later) {
    const base::Timestamp made(monday.microseconds() + later * day);
    const Parts parts = parts_of(links.link("abc", "150", made));
    const auto at = [&](int days) {
      return links.check("abc", "150", parts.expires, parts.signature,
                         base::Timestamp(made.microseconds() + days * day));
    };
    EXPECT_EQ(code_of(at(7)), "");
    EXPECT_EQ(code_of(at(14)), media::link_expired.code);
  }
}

TEST(FileLinks, StayTheSameAllWeekSoThatBrowsersKeepPictures) {
  const FileLinks links("a secret", "");
  std::string last;
  int changes = -1;
  for (int later = 0; later < 28; ++later) {
    const std::string link = links.link("abc", "150", base::Timestamp(monday.microseconds() + later * day));
    if (link != last) ++changes;
    last = link;
  }
  EXPECT_LE(changes, 4);
  EXPECT_GE(changes, 3);
}

TEST(FileLinks, OpenNothingElse) {
  const FileLinks links("a secret", ""), others("another secret", "");
  const Parts parts = parts_of(links.link("abc", "150", monday));
  const auto check = [&](const FileLinks& by, const char* digest, const char* size, const std::string& expires,
                         const std::string& signature) {
    return code_of(by.check(digest, size, expires, signature, monday));
  };
  EXPECT_EQ(check(links, "abc", "150", parts.expires, parts.signature), "");
  EXPECT_EQ(check(links, "abd", "150", parts.expires, parts.signature), media::link_invalid.code);
  EXPECT_EQ(check(links, "abc", "original", parts.expires, parts.signature), media::link_invalid.code);
  EXPECT_EQ(check(links, "abc", "150", parts.expires + "0", parts.signature), media::link_invalid.code);
  EXPECT_EQ(check(links, "abc", "150", parts.expires, ""), media::link_invalid.code);
  EXPECT_EQ(check(links, "abc", "150", "", ""), media::link_invalid.code);
  EXPECT_EQ(check(others, "abc", "150", parts.expires, parts.signature), media::link_invalid.code);
}

TEST(FileLinks, OfTheKeyBeforeStillWork) {
  const Parts parts = parts_of(FileLinks("old", "").link("abc", "150", monday));
  must(FileLinks("new", "old").check("abc", "150", parts.expires, parts.signature, monday));
}

}  // namespace
