#include "platform/storage/object_keys.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "platform/storage/storage_types.h"

namespace platform::storage {
namespace {

constexpr std::size_t longest_key = 512;
constexpr std::size_t digest_size = 64;

bool is_letter_or_digit(char c) {
  return base::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_part(std::string_view part) {
  constexpr std::string_view others = "-_.=+";
  const bool is_plain = std::all_of(part.begin(), part.end(), [&](char c) {
    return is_letter_or_digit(c) || others.find(c) != std::string_view::npos;
  });
  return is_plain && part.find_first_not_of('.') != std::string_view::npos;
}

}  // namespace

std::string extensions_of(const std::filesystem::path& file) {
  std::string all;
  std::filesystem::path rest = file.filename();
  for (int i = 0; i < 2 && rest.has_extension() && rest.extension().string().size() <= 6; ++i) {
    all = rest.extension().string() + all;
    rest = rest.stem();
  }
  for (char& c : all) {
    if (c != '.' && !is_letter_or_digit(c)) c = '_';
  }
  return all;
}

std::string content_key(std::string_view bucket, std::string_view digest, std::string_view extensions) {
  std::string key(bucket);
  key.append("/").append(digest.substr(0, 2)).append("/").append(digest).append(extensions);
  return key;
}

std::string_view digest_in(std::string_view key) {
  const std::string_view name = key.substr(key.rfind('/') + 1);
  const std::string_view stem = name.substr(0, name.find('.'));
  const bool is_digest = stem.size() == digest_size && std::all_of(stem.begin(), stem.end(), [](char c) {
                           return base::is_digit(c) || (c >= 'a' && c <= 'f');
                         });
  return is_digest ? stem : std::string_view{};
}

std::string_view content_type_of(std::string_view key) {
  constexpr std::array types{
      std::pair{"csv", "text/csv"},
      std::pair{"txt", "text/plain"},
      std::pair{"tsv", "text/tab-separated-values"},
      std::pair{"json", "application/json"},
      std::pair{"ndjson", "application/x-ndjson"},
      std::pair{"xml", "application/xml"},
      std::pair{"html", "text/html"},
      std::pair{"zip", "application/zip"},
      std::pair{"gz", "application/gzip"},
      std::pair{"xls", "application/vnd.ms-excel"},
      std::pair{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
      std::pair{"pdf", "application/pdf"},
      std::pair{"jpg", "image/jpeg"},
      std::pair{"jpeg", "image/jpeg"},
      std::pair{"png", "image/png"},
      std::pair{"webp", "image/webp"},
      std::pair{"gif", "image/gif"},
      std::pair{"avif", "image/avif"},
      std::pair{"svg", "image/svg+xml"},
  };
  const std::string_view name = key.substr(key.rfind('/') + 1);
  const std::string extension = base::to_lower_ascii(name.substr(name.rfind('.') + 1));
  const auto found =
      std::find_if(types.begin(), types.end(), [&](const auto& type) { return extension == type.first; });
  return found == types.end() ? "application/octet-stream" : found->second;
}

base::Result<> check_key(std::string_view key) {
  const auto parts = base::split(key, '/');
  const bool is_valid =
      key.size() <= longest_key && parts.size() >= 2 && std::all_of(parts.begin(), parts.end(), is_part);
  if (is_valid) return {};
  return base::failure(storage_key_invalid, "\"" + std::string(key.substr(0, longest_key)) + "\" is no object key.",
                       "Report this: a key is made by the program and never by people.");
}

tl::unexpected<base::Problem> object_missing(std::string_view key) {
  return base::failure(storage_object_missing, "The archived file \"" + std::string(key) + "\" is missing.",
                       "Restore it from a backup of the storage, or import the original file again.");
}

}  // namespace platform::storage
