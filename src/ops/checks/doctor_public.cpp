#include <netdb.h>

#include <array>
#include <map>

#include "base/http_date.h"
#include "ops/checks/address.h"
#include "ops/checks/doctor_checks.h"
#include "ops/checks/wire.h"

namespace ops {
namespace {

using namespace std::chrono_literals;

/// An address people reach this installation by, and the setting that names it.
struct PublicAddress : Address {
  std::string setting;
};

/// Each host once, by the first setting that names it.
std::vector<PublicAddress> sites_of(const Patient& patient) {
  std::map<std::string, PublicAddress> sites;
  for (const char* const setting : {"APP_URL", "NEXT_PUBLIC_API_URL", "MINIO_PUBLIC_URL"}) {
    const auto address = address_in(patient.value(setting));
    if (address) sites.try_emplace(address->host + ":" + address->port, PublicAddress{*address, setting});
  }
  std::vector<PublicAddress> all;
  all.reserve(sites.size());
  for (auto& [name, site] : sites) all.push_back(std::move(site));
  return all;
}

Finding name_finding(const PublicAddress& site) {
  const std::string area = "names";
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failed = ::getaddrinfo(site.host.c_str(), nullptr, &hints, &found);
  if (failed != 0) {
    return failing(area, site.host + " (" + site.setting + ") is not known: " + ::gai_strerror(failed) + ".",
                   "Add the name to the DNS zone, pointing to the address of this server, and wait for it to spread.");
  }
  std::array<char, NI_MAXHOST> address{};
  ::getnameinfo(found->ai_addr, found->ai_addrlen, address.data(), address.size(), nullptr, 0, NI_NUMERICHOST);
  ::freeaddrinfo(found);
  return fine(area, site.host + " (" + site.setting + ") is at " + address.data() + ".");
}

Finding days_finding(const PublicAddress& site, base::Timestamp end) {
  constexpr auto soon = 24h * 14;
  const std::string area = "certificate";
  const auto left = end - base::Timestamp::now();
  const char* const cure =
      "Renew it. Where Traefik does that by itself, look into its log: it renews 30 days before the end.";
  if (left < 0s) return failing(area, "The certificate of " + site.host + " ran out " + about(left) + " ago.", cure);
  const std::string found = "The certificate of " + site.host + " is valid for another " + about(left) + ".";
  return left < soon ? worrying(area, found, cure) : fine(area, found);
}

/// The end of the certificate that is shown, whatever else it is. The connection is closed again: a server may take one
/// at a time.
base::Result<std::optional<base::Timestamp>> shown_end(const WireOptions& options) {
  ASSIGN_OR_RETURN(const Wire wire, Wire::open(options));
  return wire.certificate_end();
}

/// Looked at whatever it is, then judged as a browser would.
Findings certificate_findings(const Patient& patient, const PublicAddress& site) {
  const std::string area = "certificate";
  WireOptions options{site.host, site.port, true, false, patient.options.authority, 5s};
  const auto end = shown_end(options);
  if (!end) return {failing(area, end.error())};
  if (!*end)
    return {failing(area, site.host + " shows no certificate.", "Give the server a certificate for this name.")};
  Findings findings{days_finding(site, **end)};
  if (findings.front().state == State::failed) return findings;
  options.is_verified = true;
  if (const auto judged = Wire::open(options); !judged) findings.push_back(failing(area, judged.error()));
  return findings;
}

/// By what the site says the time is.
Findings clock_findings(const Patient& patient, const PublicAddress& site) {
  auto wire = Wire::open({site.host, site.port, site.is_encrypted(), false, {}, 5s});
  const std::string area = "address";
  if (!wire) {
    const std::string found = patient.value(site.setting) + " (" + site.setting + ") does not answer yet.";
    return {worrying(area, found, "Nothing needs to be done when this is the first deployment; else check the proxy.")};
  }
  const auto asked = wire->send("HEAD /health HTTP/1.1\r\nHost: " + site.host + "\r\nConnection: close\r\n\r\n");
  if (!asked) return {failing(area, asked.error())};
  const auto answer =
      wire->receive([](std::string_view text) { return text.find("\r\n\r\n") != std::string_view::npos; });
  if (!answer) return {failing(area, answer.error())};
  Findings findings{fine(area, patient.value(site.setting) + " (" + site.setting + ") answers.")};
  const std::size_t at = answer->find("\r\nDate: ");
  if (at == std::string::npos) return findings;
  const std::size_t begin = at + 8;
  const auto date = base::http_date(std::string_view(*answer).substr(begin, answer->find("\r\n", begin) - begin));
  if (date) findings.push_back(clock_finding("clock", site.host, base::Timestamp::now() - *date));
  return findings;
}

}  // namespace

std::vector<Check> public_checks(const SharedPatient& patient) {
  std::vector<Check> checks;
  for (const PublicAddress& site : sites_of(*patient)) {
    if (!site.is_this_machine()) checks.push_back({"names", [site] { return Findings{name_finding(site)}; }});
    if (site.is_encrypted())
      checks.push_back({"certificate", [patient, site] { return certificate_findings(*patient, site); }});
    if (site.setting == "APP_URL" && !site.is_this_machine())
      checks.push_back({"address", [patient, site] { return clock_findings(*patient, site); }});
  }
  return checks;
}

}  // namespace ops
