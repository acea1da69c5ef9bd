#include "domain/imports/uploads_multipart.h"

#include <algorithm>
#include <array>
#include <vector>

namespace imports {
namespace {

constexpr std::size_t piece_size = 64U << 10U;
constexpr std::size_t longest_line = 8U << 10U;
constexpr std::size_t longest_field = 64U << 10U;

tl::unexpected<base::Problem> malformed(std::string what) {
  return base::failure(multipart_malformed, std::move(what),
                       "Send the form as a browser or `curl --form file=@prices.csv` does.");
}

bool same_letter(char a, char b) {
  const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return small(a) == small(b);
}

bool begins_with(std::string_view text, std::string_view start) {
  return text.size() >= start.size() && std::equal(start.begin(), start.end(), text.begin(), same_letter);
}

/// The value of `name="..."` (or bare) among the parameters of a header.
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
  std::size_t at = header.find(';');
  while (at != std::string_view::npos) {
    header.remove_prefix(at + 1);
    header.remove_prefix(std::min(header.find_first_not_of(" \t"), header.size()));
    const bool is_it = begins_with(header, name) && header.size() > name.size() && header[name.size()] == '=';
    std::size_t i = header.find('=');
    if (i == std::string_view::npos) return std::nullopt;
    ++i;
    std::string value;
    if (i < header.size() && header[i] == '"') {
      for (++i; i < header.size() && header[i] != '"'; ++i) {
        if (header[i] == '\\' && i + 1 < header.size() && (header[i + 1] == '"' || header[i + 1] == '\\')) ++i;
        value += header[i];
      }
    } else {
      while (i < header.size() && header[i] != ';' && header[i] != ' ') value += header[i++];
    }
    if (is_it) return value;
    at = header.find(';', i);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
  if (!begins_with(content_type, "multipart/form-data")) return std::nullopt;
  auto boundary = parameter(content_type, "boundary");
  return boundary && !boundary->empty() && boundary->size() <= 70 ? boundary : std::nullopt;
}

base::Result<bool> MultipartReader::fill() {
  if (has_ended_) return false;
  std::array<char, piece_size> piece{};
  ASSIGN_OR_RETURN(const std::size_t got, source_(piece));
  has_ended_ = got == 0;
  buffer_.append(piece.data(), got);
  return !has_ended_;
}

base::Result<std::string> MultipartReader::line() {
  for (;;) {
    const std::size_t end = buffer_.find("\r\n");
    if (end != std::string::npos) {
      std::string text = buffer_.substr(0, end);
      buffer_.erase(0, end + 2);
      return text;
    }
    if (buffer_.size() > longest_line) return malformed("A line of the form's heading is too long.");
    ASSIGN_OR_RETURN(const bool more, fill());
    if (!more) return malformed("The form breaks off.");
  }
}

base::Result<std::size_t> MultipartReader::read(std::span<char> out) {
  for (;;) {
    const std::size_t found = buffer_.find(delimiter_);
    std::size_t ready = found;
    // What could be the beginning of a delimiter waits for the next piece.
    if (found == std::string::npos) ready = buffer_.size() < delimiter_.size() ? 0 : buffer_.size() - delimiter_.size();
    if (ready > 0 || found == 0) {
      const std::size_t count = std::min(ready, out.size());
      std::copy_n(buffer_.begin(), count, out.begin());
      buffer_.erase(0, count);
      return count;
    }
    ASSIGN_OR_RETURN(const bool more, fill());
    if (!more) return malformed("The form breaks off.");
  }
}

base::Result<std::optional<MultipartReader::Part>> MultipartReader::next() {
  std::vector<char> unread(piece_size);
  for (;;) {
    ASSIGN_OR_RETURN(const std::size_t skipped, read(unread));
    if (skipped == 0) break;
  }
  buffer_.erase(0, delimiter_.size());
  while (buffer_.size() < 2) {
    ASSIGN_OR_RETURN(const bool more, fill());
    if (!more) return malformed("The form breaks off.");
  }
  if (buffer_.starts_with("--")) return std::optional<Part>{};
  RETURN_IF_FAILED(line());
  Part part;
  for (;;) {
    ASSIGN_OR_RETURN(const std::string header, line());
    if (header.empty()) break;
    if (!begins_with(header, "content-disposition:")) continue;
    part.name = parameter(header, "name").value_or("");
    part.file_name = parameter(header, "filename");
  }
  return std::optional(std::move(part));
}

base::Result<std::string> MultipartReader::text() {
  std::string all;
  std::array<char, 4096> piece{};
  for (;;) {
    ASSIGN_OR_RETURN(const std::size_t got, read(piece));
    if (got == 0) return all;
    all.append(piece.data(), got);
    if (all.size() > longest_field) return malformed("A field of the form is too long.");
  }
}

}  // namespace imports
