#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <optional>

#include "platform/storage/object_store.h"
#include "support/result_check.h"
#include "support/s3_server.h"

namespace test {

enum class StorageKind : std::uint8_t { directory, s3 };

inline std::string content_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Files to put, and a place for what programs keep beside the store.
class StorageFixture : public ::testing::Test {
 protected:
  std::filesystem::path file(const std::string& name, const std::string& content) {
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return folder_ / name;
  }
  static std::vector<std::string> keys_under(const platform::storage::ObjectStore& store, std::string_view prefix) {
    std::vector<std::string> keys;
    must(store.list(prefix, [&keys](const platform::storage::ObjectInfo& info) -> base::Result<> {
      keys.push_back(info.key);
      return {};
    }));
    return keys;
  }

  TemporaryFolder folder_;
};

}  // namespace test
