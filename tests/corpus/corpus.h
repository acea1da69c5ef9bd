#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace corpus {

/// What reading any file may take. The promise is 256 MB; the sanitizers keep freed memory for a while and need room of
/// their own.
#if defined(__SANITIZE_ADDRESS__)
constexpr std::uint64_t most_memory = 1'200'000'000;
#else
constexpr std::uint64_t most_memory = 256'000'000;
#endif

/// The folder with the real files. Throws, and so fails the test, when CORPUS_DIR does not name it: skipping would hide
/// that nothing was tested.
std::filesystem::path folder();

/// All that is expected, from a file beside the tests: "feeds.json".
const boost::json::object& expectations(const std::string& file);

/// The files below `root`, as sorted paths relative to it.
std::vector<std::string> files_below(const std::filesystem::path& root);

std::string text_of(const std::filesystem::path& path);

/// A path as the name of a test: letters and digits stay.
std::string as_test_name(std::string_view path);

/// What became of a file: "read 12", or "refused import.xml_invalid".
using Outcome = std::string;

/// Finds out what a file is and reads all of it.
Outcome sniff_and_read(const std::filesystem::path& path);
/// Reads all of a file as one JSON document.
Outcome read_as_json(const std::filesystem::path& path);

struct Apart {
  Outcome outcome;  ///< or "crashed ..." when the reading took the process with it
  double seconds = 0;
  std::uint64_t peak_bytes = 0;
};

/// Runs a reading in a process of its own, so that a crash, a hang or a memory bomb is that file's failure alone. It is
/// ended after `processor_seconds`.
Apart run_apart(Outcome (*reading)(const std::filesystem::path&), const std::filesystem::path& path,
                unsigned processor_seconds);

}  // namespace corpus
