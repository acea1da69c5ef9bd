#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "platform/client/remote_files.h"

namespace suppliers {

/// The files below one of `roots` on this server. No link is followed below a root, so that nothing leads out of it,
/// and only ordinary files are read.
std::unique_ptr<platform::client::RemoteFiles> local_folder(std::vector<std::filesystem::path> roots,
                                                            std::filesystem::path folder);

/// The one of `roots` that a path lies below, by its text alone; null when there is none, or when the path is not
/// plain.
const std::filesystem::path* root_of(const std::vector<std::filesystem::path>& roots,
                                     const std::filesystem::path& path);

inline constexpr base::ProblemKind folder_refused{"source.folder_refused", "Folder may not be watched", 422,
                                                  base::LogLevel::warning};

}  // namespace suppliers
