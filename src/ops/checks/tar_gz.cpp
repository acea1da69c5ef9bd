#include "ops/checks/tar_gz.h"

#include <fmt/format.h>

#include <cstdint>
#include <numeric>
#include <stdexcept>

#include "platform/packing/packer.h"

namespace ops {
namespace {

constexpr std::size_t block = 512;

void put(std::string& header, std::size_t at, std::string_view text) {
  header.replace(at, text.size(), text);
}

/// A head as POSIX (ustar) describes it.
std::string header_of(const ArchiveEntry& entry, std::int64_t time) {
  if (entry.name.size() > 99) throw std::invalid_argument("the name of an entry is too long: " + entry.name);
  std::string header(block, '\0');
  put(header, 0, entry.name);
  put(header, 100, "0000600");
  put(header, 108, "0000000");
  put(header, 116, "0000000");
  put(header, 124, fmt::format("{:011o}", entry.content.size()));
  put(header, 136, fmt::format("{:011o}", time));
  put(header, 148, "        ");
  put(header, 156, "0");
  put(header, 257, "ustar");
  put(header, 263, "00");
  const auto sum = std::accumulate(header.begin(), header.end(), 0U,
                                   [](unsigned total, char c) { return total + static_cast<unsigned char>(c); });
  put(header, 148, fmt::format("{:06o}", sum) + '\0');
  return header;
}

}  // namespace

std::string tar_gz(const std::vector<ArchiveEntry>& entries, std::int64_t time) {
  std::string tar;
  for (const ArchiveEntry& entry : entries) {
    tar += header_of(entry, time);
    tar += entry.content;
    tar.append((block - tar.size() % block) % block, '\0');
  }
  tar.append(2 * block, '\0');
  constexpr int level = 6;
  return platform::packing::packed(tar, platform::packing::Format::gzip, level);
}

}  // namespace ops
