#include <array>
#include <string>
#include <utility>

#include "base/text.h"
#include "domain/imports/formats/encoding.h"

namespace imports {
namespace {

struct Name {
  std::string_view canonical;
  std::string_view aliases;  // squeezed (see squeeze), each between blanks; the canonical name needs none
};

// The IANA names, which iconv takes too.
constexpr std::array names{
    Name{"UTF-8", " utf8bom utf8sig cp65001 unicode11utf8 "},
    Name{"UTF-16", " utf16bom unicode ucs2 "},
    Name{"UTF-16LE", " ucs2le cp1200 unicodelittle "},
    Name{"UTF-16BE", " ucs2be cp1201 unicodebig "},
    Name{"UTF-32LE", " ucs4le "},
    Name{"UTF-32BE", " ucs4be "},
    Name{"windows-1252", " cp1252 1252 win1252 ansi xcp1252 westerneuropeanwindows "},
    Name{"ISO-8859-1", " latin1 l1 cp819 iso885911987 "},
    Name{"ISO-8859-15", " latin9 latin0 l9 "},
    Name{"US-ASCII", " ascii usascii iso646us "},
    Name{"IBM850", " cp850 850 dos oem oem850 "},
    Name{"IBM437", " cp437 437 oem437 "},
    Name{"IBM852", " cp852 852 "},
    Name{"IBM865", " cp865 865 "},
    Name{"IBM866", " cp866 866 "},
    Name{"windows-1250", " cp1250 1250 win1250 "},
    Name{"windows-1251", " cp1251 1251 win1251 "},
    Name{"windows-1253", " cp1253 1253 win1253 "},
    Name{"windows-1254", " cp1254 1254 win1254 "},
    Name{"windows-1255", " cp1255 1255 win1255 "},
    Name{"windows-1256", " cp1256 1256 win1256 "},
    Name{"windows-1257", " cp1257 1257 win1257 "},
    Name{"windows-1258", " cp1258 1258 win1258 "},
    Name{"ISO-8859-2", " latin2 l2 "},
    Name{"ISO-8859-3", " latin3 "},
    Name{"ISO-8859-4", " latin4 "},
    Name{"ISO-8859-5", " cyrillic "},
    Name{"ISO-8859-6", " arabic "},
    Name{"ISO-8859-7", " greek "},
    Name{"ISO-8859-8", " hebrew "},
    Name{"ISO-8859-9", " latin5 turkish "},
    Name{"ISO-8859-10", " latin6 "},
    Name{"ISO-8859-13", " latin7 "},
    Name{"ISO-8859-14", " latin8 "},
    Name{"ISO-8859-16", " latin10 "},
    Name{"KOI8-R", " "},
    Name{"KOI8-U", " "},
    Name{"macintosh", " mac macroman xmacroman "},
    Name{"TIS-620", " thai cp874 "},
    Name{"Shift_JIS", " sjis cp932 windows31j ms932 "},
    Name{"EUC-JP", " eucjp "},
    Name{"ISO-2022-JP", " "},
    Name{"EUC-KR", " euckr cp949 uhc "},
    Name{"Big5", " cp950 "},
    Name{"GB18030", " gb2312 gbk cp936 "},
};

// Lower case, letters and digits only.
std::string squeeze(std::string_view name) {
  std::string squeezed;
  for (const char c : base::to_lower_ascii(name)) {
    if (base::is_digit(c) || (c >= 'a' && c <= 'z')) squeezed.push_back(c);
  }
  return squeezed;
}

}  // namespace

base::Result<std::string> canonical_encoding(std::string_view name) {
  const std::string wanted = squeeze(name);
  for (const Name& known : names) {
    if (!wanted.empty() &&
        (squeeze(known.canonical) == wanted || known.aliases.find(" " + wanted + " ") != std::string_view::npos)) {
      return std::string(known.canonical);
    }
  }
  std::string list;
  for (const Name& known : names) list += (list.empty() ? "" : ", ") + std::string(known.canonical);
  return base::failure(encoding_unknown, "The encoding \"" + std::string(name) + "\" is not known.",
                       "Use one of these: " + list + ".");
}

std::optional<ByteOrderMark> find_byte_order_mark(std::string_view head) {
  // UTF-32LE before UTF-16LE, whose mark it begins with.
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> marks{{
      {{"\xEF\xBB\xBF", 3}, "UTF-8"},
      {{"\xFF\xFE\x00\x00", 4}, "UTF-32LE"},
      {{"\x00\x00\xFE\xFF", 4}, "UTF-32BE"},
      {{"\xFF\xFE", 2}, "UTF-16LE"},
      {{"\xFE\xFF", 2}, "UTF-16BE"},
  }};
  for (const auto& [bytes, encoding] : marks) {
    if (head.starts_with(bytes)) return ByteOrderMark{encoding, bytes.size()};
  }
  return std::nullopt;
}

}  // namespace imports
