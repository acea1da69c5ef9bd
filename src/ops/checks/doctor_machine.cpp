#include <sys/statvfs.h>
#include <unistd.h>

#include <array>

#include "base/text.h"
#include "ops/checks/doctor_checks.h"
#include "ops/checks/own_health.h"

namespace ops {
namespace {

using namespace std::chrono_literals;

std::string gigabytes(std::uint64_t bytes) {
  const std::uint64_t tenths = bytes / 100'000'000;
  return base::group_thousands(tenths / 10) + "." + std::to_string(tenths % 10) + " GB";
}

/// The folder itself, or the nearest above it that exists: it is made there.
std::filesystem::path existing(std::filesystem::path folder) {
  std::error_code ignored;
  folder = std::filesystem::absolute(folder, ignored);
  while (!std::filesystem::exists(folder, ignored) && folder.has_relative_path()) folder = folder.parent_path();
  return folder;
}

Findings room_findings(const std::string& what, const std::filesystem::path& wanted) {
  constexpr std::uint64_t too_little = 256'000'000;
  constexpr std::uint64_t little = 2'000'000'000;
  const std::string area = "disk";
  const std::filesystem::path folder = existing(wanted);
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    return {failing(area, "Nothing can be written in " + folder.string() + " (" + what + ").",
                    "Give the user of this program the right to write there, or name another folder.")};
  }
  struct statvfs status {};
  if (::statvfs(folder.c_str(), &status) != 0) {
    return {failing(area, "The system does not say how much room is left in " + folder.string() + ".",
                    "Check the disk this folder is on.")};
  }
  const std::uint64_t free = status.f_bavail * status.f_frsize;
  const std::uint64_t all = status.f_blocks * status.f_frsize;
  Findings findings;
  const std::string found =
      gigabytes(free) + " of " + gigabytes(all) + " are free in " + folder.string() + " (" + what + ").";
  const char* const cure = "Free some space, or move the folder to a larger disk.";
  if (free < too_little) {
    findings.push_back(failing(area, found, cure));
  } else {
    findings.push_back(free < little || free < all / 20 ? worrying(area, found, cure) : fine(area, found));
  }
  // Some file systems count none.
  if (status.f_files > 0 && status.f_favail < status.f_files / 20) {
    findings.push_back(worrying(
        area, "Only " + base::group_thousands(status.f_favail) + " more files can be made in " + folder.string() + ".",
        "Remove files nobody needs: the disk has room, but no entries left for new files."));
  }
  return findings;
}

Findings disk_findings(const Patient& patient) {
  Findings all = room_findings("DATA_DIR", patient.settings().data_dir);
  std::error_code error;
  const auto temporary = std::filesystem::temp_directory_path(error);
  if (error) {
    all.push_back(failing("disk", "There is no folder for temporary files: " + error.message() + ".",
                          "Set TMPDIR to a folder this program may write to."));
    return all;
  }
  for (Finding& finding : room_findings("temporary files", temporary)) all.push_back(std::move(finding));
  return all;
}

Findings port_findings(const Patient& patient) {
  constexpr std::array settings{"PORT", "WORKER_PORT", "SCHEDULER_PORT", "WEB_PORT"};
  const std::string area = "ports";
  Findings findings;
  std::string free, ours;
  for (const char* const setting : settings) {
    const std::string& port = patient.value(setting);
    const std::string named = std::string(" ") + port + " (" + setting + ")";
    switch (listener_of(static_cast<unsigned short>(std::stoul(port)), 2s)) {
      case Listener::nobody:
        free += (free.empty() ? "" : ",") + named;
        break;
      case Listener::ours:
        ours += (ours.empty() ? "" : ",") + named;
        break;
      case Listener::other:
        findings.push_back(failing(area, "Another program listens on port" + named + ".",
                                   "End that program, or set " + std::string(setting) + " to a free port."));
    }
  }
  if (!ours.empty()) findings.push_back(fine(area, "This program listens on" + ours + "."));
  if (!free.empty()) findings.push_back(fine(area, "Free:" + free + "."));
  return findings;
}

}  // namespace

std::vector<Check> machine_checks(const SharedPatient& patient) {
  return {{"disk", [patient] { return disk_findings(*patient); }},
          {"ports", [patient] { return port_findings(*patient); }}};
}

}  // namespace ops
