#include "domain/suppliers/source_check.h"

#include <utility>

#include "base/text.h"
#include "domain/suppliers/source_kinds.h"
#include "domain/suppliers/source_request.h"

namespace suppliers {
namespace {

constexpr std::string_view web_page = "a web page";

std::uint64_t since(std::chrono::steady_clock::time_point begun) {
  const auto passed = std::chrono::steady_clock::now() - begun;
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(passed).count());
}

std::string_view looks_like(std::string_view beginning) {
  if (beginning.starts_with("PK\x03\x04")) return "an XLSX workbook or a zip archive";
  if (beginning.starts_with("\x1f\x8b")) return "a gzip file";
  if (beginning.starts_with("\xd0\xcf\x11\xe0")) return "an XLS workbook";
  if (beginning.starts_with("\xff\xfe") || beginning.starts_with("\xfe\xff")) return "a text file in UTF-16";
  const std::string_view text = base::trim(beginning);
  const std::string start = base::to_lower_ascii(text.substr(0, 14));
  if (start.starts_with("<!doctype html") || start.starts_with("<html")) return web_page;
  if (start.starts_with('<')) return "XML";
  if (start.starts_with('{') || start.starts_with('[')) return "JSON";
  if (beginning.find('\0') != std::string_view::npos) return "a file of an unknown kind";
  return "CSV or other text";
}

base::Result<> check_steps(const SourceService& sources, const Source& source,
                           const platform::client::HttpClient& client, CheckSteps& steps) {
  auto made = reader_of(sources, source, client);
  if (!made) return steps.step("settings", [&] { return base::Result<std::string>(base::failure(made.error())); });
  if (*made) return (*made)->check(steps);
  return steps.step("upload", [] { return std::string("Its files are sent in; there is nothing to connect to."); });
}

}  // namespace

base::Result<> CheckSteps::step(std::string name, const std::function<base::Result<std::string>()>& work) {
  const auto begun = std::chrono::steady_clock::now();
  base::Result<std::string> done = work();
  check_.steps.push_back({std::move(name), done.has_value(), done ? *done : done.error().message, since(begun)});
  if (done) return {};
  check_.summary = done.error().message;
  check_.problem = done.error();
  return base::failure(std::move(done).error());
}

SourceCheck CheckSteps::finish() && {
  check_.ok = !check_.problem && !check_.steps.empty();
  if (check_.ok) check_.summary = "The source works: " + check_.steps.back().detail;
  return std::move(check_);
}

platform::client::BodySink Beginning::sink() {
  return [this](std::span<const char> bytes) -> base::Result<> {
    bytes_.append(bytes.data(), bytes.size());
    if (bytes_.size() < beginning_size) return {};
    return base::failure(seen_enough, "Enough has been read.", "Nothing is to be done.");
  };
}

base::Result<std::unique_ptr<SourceReader>> reader_of(const SourceService& sources, const Source& source,
                                                      const platform::client::HttpClient& client) {
  ASSIGN_OR_RETURN(const Secrets secrets, sources.secrets_of(source));
  return rules_of(source.kind).reader(source, secrets, {client, sources.folders()});
}

base::Result<std::string_view> check_beginning(std::string_view beginning, std::string_view host) {
  const std::string named = '"' + std::string(host) + '"';
  if (beginning.empty()) {
    return base::failure(source_answer_unexpected, "The file of " + named + " is empty.",
                         "Ask the supplier whether this is the right address.");
  }
  const std::string_view kind = looks_like(beginning);
  if (kind != web_page) return kind;
  return base::failure(source_is_web_page, "What " + named + " gives is a web page, not a file.",
                       "It may ask for a login: open the address in a browser. Use the address of the file itself, and "
                       "give the source user and password or a token if it needs them.");
}

SourceCheck check_source(const SourceService& sources, const Source& source,
                         const platform::client::HttpClient& client) {
  CheckSteps steps;
  static_cast<void>(check_steps(sources, source, client, steps));  // the steps keep what is wrong
  return std::move(steps).finish();
}

}  // namespace suppliers
