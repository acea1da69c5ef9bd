#include <algorithm>
#include <array>

#include "base/money.h"
#include "base/text.h"

namespace base {
namespace {

// ISO 4217 list one, sorted, three letters and a blank each. Codes withdrawn
// in this decade (ANG, BGN, CUC, HRK, SLL, ZWL) are kept, since older price lists still carry them.
constexpr std::string_view codes =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP "
    "GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF "
    "KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN "
    "NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP "
    "SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS "
    "VED VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XTS XUA XXX YER "
    "ZAR ZMW ZWG ZWL ";
static_assert(codes.size() % 4 == 0);

constexpr std::string_view code_at(std::size_t index) {
  return codes.substr(index * 4, 3);
}

constexpr bool is_known(std::string_view code) {
  std::size_t low = 0;
  std::size_t high = codes.size() / 4;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (code_at(middle) == code) return true;
    if (code_at(middle) < code) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return false;
}

constexpr bool every_code_is_found() {
  for (std::size_t i = 0; i * 4 < codes.size(); ++i) {
    if (!is_known(code_at(i))) return false;
  }
  return true;
}
static_assert(every_code_is_found(), "the list must stay sorted");

struct Sign {
  std::string_view text;  // lower case, without a full stop at the end
  std::string_view code;
};

// Words are those of price lists; a sign several countries share stands for the one met most.
constexpr std::array signs{
    Sign{"€", "EUR"},       Sign{"euro", "EUR"},   Sign{"euros", "EUR"}, Sign{"ευρώ", "EUR"},    Sign{"евро", "EUR"},
    Sign{"$", "USD"},       Sign{"us$", "USD"},    Sign{"$us", "USD"},   Sign{"u$s", "USD"},     Sign{"dollar", "USD"},
    Sign{"dollars", "USD"}, Sign{"£", "GBP"},      Sign{"₤", "GBP"},     Sign{"pound", "GBP"},   Sign{"pounds", "GBP"},
    Sign{"gb£", "GBP"},     Sign{"£gb", "GBP"},    Sign{"stg", "GBP"},   Sign{"sfr", "CHF"},     Sign{"fr", "CHF"},
    Sign{"franken", "CHF"}, Sign{"kr", "SEK"},     Sign{"skr", "SEK"},   Sign{"nkr", "NOK"},     Sign{"dkr", "DKK"},
    Sign{"íkr", "ISK"},     Sign{"zł", "PLN"},     Sign{"zl", "PLN"},    Sign{"złotych", "PLN"}, Sign{"zloty", "PLN"},
    Sign{"złoty", "PLN"},   Sign{"kč", "CZK"},     Sign{"kc", "CZK"},    Sign{"ft", "HUF"},      Sign{"forint", "HUF"},
    Sign{"lei", "RON"},     Sign{"leu", "RON"},    Sign{"лв", "BGN"},    Sign{"lv", "BGN"},      Sign{"kn", "HRK"},
    Sign{"din", "RSD"},     Sign{"дин", "RSD"},    Sign{"ден", "MKD"},   Sign{"₽", "RUB"},     Sign{"руб", "RUB"},
    Sign{"р", "RUB"},       Sign{"рублей", "RUB"}, Sign{"rur", "RUB"},   Sign{"₴", "UAH"},       Sign{"грн", "UAH"},
    Sign{"₺", "TRY"},       Sign{"tl", "TRY"},     Sign{"₼", "AZN"},   Sign{"₾", "GEL"},     Sign{"֏", "AMD"},
    Sign{"₸", "KZT"},       Sign{"₪", "ILS"},      Sign{"¥", "JPY"},     Sign{"￥", "JPY"},      Sign{"円", "JPY"},
    Sign{"yen", "JPY"},     Sign{"元", "CNY"},     Sign{"rmb", "CNY"},   Sign{"cn¥", "CNY"},     Sign{"yuan", "CNY"},
    Sign{"₩", "KRW"},       Sign{"₹", "INR"},      Sign{"rs", "INR"},    Sign{"₨", "INR"},       Sign{"₱", "PHP"},
    Sign{"฿", "THB"},       Sign{"₫", "VND"},      Sign{"đ", "VND"},     Sign{"₭", "LAK"},       Sign{"៛", "KHR"},
    Sign{"৳", "BDT"},       Sign{"₮", "MNT"},      Sign{"rp", "IDR"},    Sign{"rm", "MYR"},      Sign{"hk$", "HKD"},
    Sign{"nt$", "TWD"},     Sign{"s$", "SGD"},     Sign{"a$", "AUD"},    Sign{"au$", "AUD"},     Sign{"nz$", "NZD"},
    Sign{"c$", "CAD"},      Sign{"ca$", "CAD"},    Sign{"$ca", "CAD"},   Sign{"can$", "CAD"},    Sign{"r$", "BRL"},
    Sign{"mx$", "MXN"},     Sign{"s/", "PEN"},     Sign{"₡", "CRC"},     Sign{"₲", "PYG"},       Sign{"dh", "MAD"},
    Sign{"dhs", "AED"},     Sign{"د.إ", "AED"},    Sign{"fcfa", "XOF"},  Sign{"cfa", "XOF"},     Sign{"₦", "NGN"},
    Sign{"₵", "GHS"},       Sign{"cfp", "XPF"},    Sign{"ksh", "KES"},
};

}  // namespace

std::optional<Currency> Currency::parse(std::string_view code) {
  if (code.size() != 3) return std::nullopt;
  Currency currency;
  for (std::size_t i = 0; i < 3; ++i) {
    const char c = code[i];
    currency.code_[i] = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  }
  if (!is_known(currency.code())) return std::nullopt;
  return currency;
}

std::optional<Currency> Currency::from_symbol(std::string_view symbol) {
  symbol = trim(symbol);
  while (symbol.ends_with('.')) symbol.remove_suffix(1);
  if (const auto currency = parse(symbol)) return currency;
  const std::string wanted = to_lower(symbol);
  const auto found = std::ranges::find(signs, std::string_view(wanted), &Sign::text);
  if (found == signs.end()) return std::nullopt;
  return parse(found->code);
}

}  // namespace base
