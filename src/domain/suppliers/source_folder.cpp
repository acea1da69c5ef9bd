// Folders of this server that suppliers' files are put into.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "domain/suppliers/local_folder.h"
#include "domain/suppliers/source_fields.h"
#include "domain/suppliers/source_files.h"
#include "domain/suppliers/source_request.h"

namespace suppliers {
namespace {

struct FolderConfig {
  std::string path;
  std::optional<std::uint64_t> quiet_seconds;
  std::optional<std::string> file_name;
  std::optional<std::uint64_t> max_megabytes;
};
BOOST_DESCRIBE_STRUCT(FolderConfig, (), (path, quiet_seconds, file_name, max_megabytes))

constexpr std::array<std::string_view, 4> fields{"path", "quiet_seconds", "file_name", "max_megabytes"};
constexpr std::uint64_t usual_quiet = 5, longest_quiet = 600;

base::Result<std::string> checked(std::string_view text, const SourceBorders& borders) {
  ASSIGN_OR_RETURN(const auto object, object_of(text));
  ASSIGN_OR_RETURN(const auto config, config_as<FolderConfig>(object, fields));
  RETURN_IF_FAILED(check_path(config.path));
  RETURN_IF_FAILED(check_text("file_name", config.file_name));
  RETURN_IF_FAILED(check_megabytes(config.max_megabytes));
  if (config.quiet_seconds.value_or(usual_quiet) > longest_quiet)
    return invalid("config.quiet_seconds", "quiet_seconds is out of range.", "Give a number from 0 to 600.");
  if (root_of(borders.folders, parts_of(config.path).folder) != nullptr) return stored_form(object, fields);
  return base::failure(folder_refused, "The folder of \"" + config.path + "\" may not be watched.",
                       "Give an absolute path below a folder that the setting WATCHED_FOLDERS names, or ask an "
                       "administrator to add it there.",
                       {.field = "config.path"});
}

base::Result<> no_secret(std::string_view name, std::string_view) {
  return invalid("secrets." + std::string(name), "A source of the kind folder has no secrets.", "Leave them out.");
}

base::Result<std::unique_ptr<SourceReader>> reader(const Source& source, const Secrets&, const SourceTools& tools) {
  ASSIGN_OR_RETURN(const auto config, platform::http::from_json<FolderConfig>(source.config));
  const std::string folder = parts_of(config.path).folder;
  return files_reader(
      local_folder(tools.folders, std::filesystem::path(folder).lexically_normal()),
      {folder, config.path, config.file_name.value_or(""), most_bytes(config.max_megabytes, megabytes_when_absent),
       std::chrono::seconds(config.quiet_seconds.value_or(usual_quiet))});
}

}  // namespace

constinit const SourceKindRules folder_kind{SourceKind::folder, &checked, &no_secret,
                                            [](const Source&) { return base::Result<>{}; }, &reader};

base::Result<std::vector<std::filesystem::path>> watched_folders(std::string_view setting) {
  std::vector<std::filesystem::path> folders;
  for (const std::string_view part : base::split(setting, ',')) {
    const std::filesystem::path folder = std::filesystem::path(base::trim(part)).lexically_normal();
    if (folder.empty()) continue;
    const bool is_plain =
        folder.is_absolute() && std::ranges::none_of(folder, [](const auto& name) { return name == ".."; });
    if (!is_plain || folder == "/") {
      return base::failure(
          watched_folder_invalid, "\"" + folder.string() + "\" in WATCHED_FOLDERS is not a folder that can be watched.",
          "Write absolute paths such as /srv/feeds, separated by commas.", {.field = "WATCHED_FOLDERS"});
    }
    folders.push_back(folder.has_filename() ? folder : folder.parent_path());
  }
  return folders;
}

}  // namespace suppliers
