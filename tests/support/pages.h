#pragma once

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace test {

/// What a page of docs/ shows as code and `begins` so: whole lines, and what stands between two back-ticks; each once,
/// in the page's order, without remarks (" #...") behind it.
inline std::vector<std::string> code_of_page(const std::string& page, const std::string& begins) {
  std::vector<std::string> found;
  const auto add = [&](std::string text) {
    text.erase(0, text.find_first_not_of(' '));
    if (!text.starts_with(begins)) return;
    text = text.substr(0, text.find(" #"));
    text.erase(text.find_last_not_of(' ') + 1);
    if (std::find(found.begin(), found.end(), text) == found.end()) found.push_back(text);
  };
  std::ifstream file(std::string(PROJECT_DIR) + "/docs/" + page + ".md");
  for (std::string line; std::getline(file, line);) {
    add(line);
    std::stringstream pieces(line);
    std::string piece;
    for (bool is_code = false; std::getline(pieces, piece, '`'); is_code = !is_code)
      if (is_code) add(piece);
  }
  return found;
}

inline std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

}  // namespace test
