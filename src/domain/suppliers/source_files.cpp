#include "domain/suppliers/source_files.h"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "domain/suppliers/source_fields.h"
#include "domain/suppliers/source_request.h"

namespace suppliers {
namespace {

using platform::client::ConnectStep;
using platform::client::Encryption;
using platform::client::RemoteFile;
using platform::client::RemoteFiles;

constexpr std::array<std::pair<std::string_view, Encryption>, 4> encryptions{
    {{"when_offered", Encryption::when_offered},
     {"required", Encryption::required},
     {"from_the_start", Encryption::from_the_start},
     {"none", Encryption::none}}};

/// Names this very version of a file; "" when the server says too little to tell.
std::string version_of(const RemoteFile& file) {
  if (!file.size || !file.modified) return {};
  return file.name + "|" + std::to_string(*file.size) + "|" + file.modified->to_string();
}

/// Of equally old files the last one by name, which often holds a date.
bool is_older(const RemoteFile& a, const RemoteFile& b) {
  return std::pair(a.modified.value_or(base::Timestamp{}), a.name) <
         std::pair(b.modified.value_or(base::Timestamp{}), b.name);
}

class FilesReader final : public SourceReader {
 public:
  FilesReader(std::unique_ptr<RemoteFiles> files, FilesOrder order)
      : files_(std::move(files)), order_(std::move(order)), parts_(parts_of(order_.path)) {}

  base::Result<> check(CheckSteps& steps) override {
    for (const ConnectStep& step : files_->connect_steps()) RETURN_IF_FAILED(steps.step(step.name, step.run));
    RETURN_IF_FAILED(steps.step("file", [&] { return describe(); }));
    return steps.step("content", [&] { return content(); });
  }

  base::Result<Fetched> fetch(const FetchOrder& fetch) override {
    files_->stop_when(fetch.should_stop);
    RETURN_IF_FAILED(connect());
    RETURN_IF_FAILED(choose());
    RETURN_IF_FAILED(wait_until_quiet(fetch));
    Fetched fetched;
    fetched.etag = version_of(chosen_);
    fetched.last_modified = chosen_.modified ? chosen_.modified->to_string() : std::string{};
    fetched.file_name = order_.file_name.empty() ? cleaned_name(chosen_.name) : order_.file_name;
    if (fetched.file_name.empty()) fetched.file_name = "feed";
    if (!fetched.etag.empty() && fetched.etag == fetch.last.etag) {
      fetched.outcome = Fetched::Outcome::unchanged;
      fetched.message = "\"" + chosen_.name + "\" has the same size and time";
    } else if (fetched.last_modified < fetch.last.last_modified && !fetched.last_modified.empty()) {
      fetched.outcome = Fetched::Outcome::older;
      fetched.message = "The newest file, \"" + chosen_.name + "\" of " + fetched.last_modified +
                        ", is older than the one imported last, of " + fetch.last.last_modified +
                        " (fetch with force to import it)";
    } else {
      RETURN_IF_FAILED(download(fetch, fetched.drops));
    }
    return fetched;
  }

 private:
  std::string named() const { return "\"" + order_.where + "\""; }
  std::string path_of(const std::string& name) const { return parts_.folder + name; }

  base::Result<> connect() {
    for (const ConnectStep& step : files_->connect_steps()) RETURN_IF_FAILED(step.run());
    return {};
  }

  base::Result<> choose() {
    if (!parts_.is_pattern) {
      ASSIGN_OR_RETURN(auto found, files_->find(order_.path));
      if (!found) return missing("has no file \"" + order_.path + "\"");
      chosen_ = *std::move(found);
      return {};
    }
    ASSIGN_OR_RETURN(const auto all, files_->list(parts_.folder, [this](const std::string& name) {
      return name.find('/') == std::string::npos && matches(parts_.name, name);
    }));
    if (all.empty()) return missing("has no file that matches \"" + order_.path + "\"");
    chosen_ = *std::ranges::max_element(all, is_older);
    matching_ = all.size();
    return {};
  }

  tl::unexpected<base::Problem> missing(const std::string& what) const {
    return base::failure(source_file_missing, named() + " " + what + ".",
                         "Check the path of the source; ask the supplier where the file is now.", {.field = "path"});
  }

  tl::unexpected<base::Problem> changing() const {
    return base::failure(source_file_changing,
                         "The file \"" + chosen_.name + "\" of " + named() + " is still being written.",
                         "Wait; it is tried again. The supplier can write it under another name first and rename it "
                         "when it is whole.");
  }

  /// A file is whole once it has not changed for a while.
  base::Result<> wait_until_quiet(const FetchOrder& fetch) {
    constexpr int most_rounds = 12;
    for (int round = 0; order_.quiet.count() > 0 && round < most_rounds; ++round) {
      const auto age = chosen_.modified ? base::Timestamp::now() - *chosen_.modified : std::chrono::microseconds(0);
      if (age >= order_.quiet) return {};
      RETURN_IF_FAILED(wait_for(order_.quiet, fetch.should_stop));
      const RemoteFile before = chosen_;
      RETURN_IF_FAILED(choose());
      if (chosen_ == before) return {};
    }
    if (order_.quiet.count() > 0) return changing();
    return {};
  }

  base::Result<> download(const FetchOrder& fetch, int& drops) {
    if (chosen_.size && *chosen_.size > order_.max_bytes) return too_large();
    auto pause = fetch.options.pause;
    for (;;) {
      const auto read = attempt(fetch, drops > 0);
      if (read) break;
      const bool is_whole_only = read.error().kind == &platform::client::resume_refused;
      if ((!is_whole_only && !is_drop(read.error())) || drops >= fetch.options.most_drops)
        return base::failure(read.error());
      if (chosen_.size && fetch.file.size() > *chosen_.size) return changing();
      if (is_whole_only) RETURN_IF_FAILED(fetch.file.clear());
      RETURN_IF_FAILED(wait_for(pause, fetch.should_stop));
      pause *= 2;
      ++drops;
    }
    // What grew or was replaced meanwhile is neither the old file nor the new one.
    ASSIGN_OR_RETURN(const auto after, files_->find(path_of(chosen_.name)));
    const bool is_same = after && version_of(*after) == version_of(chosen_) &&
                         fetch.file.size() == after->size.value_or(fetch.file.size());
    if (!is_same) return changing();
    return {};
  }

  base::Result<> attempt(const FetchOrder& fetch, bool is_again) {
    if (is_again) {
      RETURN_IF_FAILED(connect());
      ASSIGN_OR_RETURN(const auto now, files_->find(path_of(chosen_.name)));
      const bool goes_on = now && !version_of(chosen_).empty() && version_of(*now) == version_of(chosen_);
      if (!goes_on) {
        RETURN_IF_FAILED(fetch.file.clear());
        if (now) chosen_ = *now;
      }
    }
    return files_->read(path_of(chosen_.name), fetch.file.size(), [&](std::span<const char> bytes) {
      return take_bounded(fetch.file, bytes, order_.max_bytes, order_.where, fetch.options);
    });
  }

  tl::unexpected<base::Problem> too_large() const {
    return base::failure(platform::client::answer_too_large,
                         "The file \"" + chosen_.name + "\" of " + named() + " is larger than the " +
                             base::group_thousands(order_.max_bytes) + " bytes allowed.",
                         "Check that the path is right; max_megabytes of the source allows more.");
  }

  base::Result<std::string> describe() {
    RETURN_IF_FAILED(choose());
    std::string text = "\"" + chosen_.name + "\"";
    if (matching_ > 1) text += ", the newest of " + base::group_thousands(matching_);
    if (chosen_.size) text += ", " + base::group_thousands(*chosen_.size) + " bytes";
    if (chosen_.modified) text += ", of " + chosen_.modified->to_string();
    return text + ".";
  }

  base::Result<std::string> content() {
    Beginning beginning;
    const auto read = files_->read(path_of(chosen_.name), 0, beginning.sink());
    if (!read && read.error().kind != &seen_enough) return base::failure(read.error());
    ASSIGN_OR_RETURN(const std::string_view kind, check_beginning(beginning.bytes(), order_.where));
    return "It looks like " + std::string(kind) +
           (chosen_.size ? ", " + base::group_thousands(*chosen_.size) + " bytes." : ".");
  }

  std::unique_ptr<RemoteFiles> files_;
  FilesOrder order_;
  PathParts parts_;
  RemoteFile chosen_;
  std::size_t matching_ = 1;
};

}  // namespace

std::unique_ptr<SourceReader> files_reader(std::unique_ptr<RemoteFiles> files, FilesOrder order) {
  return std::make_unique<FilesReader>(std::move(files), std::move(order));
}

bool matches(const std::string& pattern, const std::string& name) {
  return ::fnmatch(pattern.c_str(), name.c_str(), FNM_NOESCAPE) == 0;
}

PathParts parts_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  PathParts parts;
  if (slash != std::string::npos) parts.folder = path.substr(0, slash + 1);
  parts.name = path.substr(parts.folder.size());
  parts.is_pattern = parts.name.find_first_of("*?") != std::string::npos;
  return parts;
}

base::Result<> check_path(const std::string& path) {
  RETURN_IF_FAILED(check_text("path", path));
  const PathParts parts = parts_of(path);
  if (parts.name.empty() || parts.name == "." || parts.name == "..") {
    return invalid("config.path", "The path names a folder, not a file.",
                   "Give the file, such as export/prices.csv, or a pattern, such as export/stock_*.csv.");
  }
  if (parts.folder.find_first_of("*?") == std::string::npos) return {};
  return invalid("config.path", "The path has a pattern in the name of a folder.",
                 "Use * and ? in the last part of the path alone.");
}

base::Result<> check_server(const ServerFields& fields, const platform::client::AddressRules& rules) {
  RETURN_IF_FAILED(check_host(fields.host, rules));
  RETURN_IF_FAILED(check_port(fields.port));
  RETURN_IF_FAILED(check_certificates(fields.ca_certificate));
  if (!fields.encryption) return {};
  if (std::ranges::find(encryptions, *fields.encryption, &std::pair<std::string_view, Encryption>::first) !=
      encryptions.end()) {
    return {};
  }
  return invalid("config.encryption",
                 "The encryption \"" + std::string(base::utf8_prefix(*fields.encryption, 60)) + "\" is not known.",
                 "Use when_offered, required, from_the_start or none.");
}

Encryption encryption_of(const std::optional<std::string>& name, Encryption when_absent) {
  const auto found = std::ranges::find(encryptions, name.value_or(""), &std::pair<std::string_view, Encryption>::first);
  return found == encryptions.end() ? when_absent : found->second;
}

platform::client::RemoteServer server_of(const ServerFields& fields, unsigned short port, std::string user,
                                         std::string password) {
  platform::client::RemoteServer server;
  server.host = base::to_lower_ascii(fields.host);
  server.port = static_cast<unsigned short>(fields.port.value_or(port));
  server.user = std::move(user);
  server.password = std::move(password);
  server.authority = fields.ca_certificate.value_or("");
  constexpr std::chrono::hours longest{6};
  server.timeouts.total = longest;
  return server;
}

}  // namespace suppliers
