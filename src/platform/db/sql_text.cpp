#include "platform/db/sql_text.h"

#include <algorithm>

#include "base/text.h"

namespace platform::db {

namespace {

bool is_word(char c) {
  return base::is_digit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::size_t end_after(std::string_view sql, std::string_view mark, std::size_t from) {
  const auto at = sql.find(mark, from);
  return at == std::string_view::npos ? sql.size() : at + mark.size();
}

std::size_t end_of_block_comment(std::string_view sql, std::size_t start) {
  std::size_t depth = 0;
  for (std::size_t i = start; i + 1 < sql.size(); ++i) {
    const auto pair = sql.substr(i, 2);
    if (pair == "/*") {
      ++depth;
      ++i;
    } else if (pair == "*/") {
      ++i;
      if (--depth == 0) return i + 1;
    }
  }
  return sql.size();
}

/// The "$tag$" that opens a dollar quote at `start`; empty when it opens none ("$1").
std::string_view dollar_tag(std::string_view sql, std::size_t start) {
  if (start > 0 && is_word(sql[start - 1])) return {};
  std::size_t i = start + 1;
  if (i < sql.size() && base::is_digit(sql[i])) return {};
  while (i < sql.size() && is_word(sql[i])) ++i;
  return i < sql.size() && sql[i] == '$' ? sql.substr(start, i + 1 - start) : std::string_view{};
}

/// Where the quote, comment or dollar quote that opens at `i` ends; `i` itself when none opens there.
std::size_t end_of_opaque(std::string_view sql, std::size_t i) {
  switch (sql[i]) {
    case '\'':
      return end_after(sql, "'", i + 1);
    case '"':
      return end_after(sql, "\"", i + 1);
    case '-':
      return sql.substr(i, 2) == "--" ? end_after(sql, "\n", i) : i;
    case '/':
      return sql.substr(i, 2) == "/*" ? end_of_block_comment(sql, i) : i;
    case '$': {
      const auto tag = dollar_tag(sql, i);
      return tag.empty() ? i : end_after(sql, tag, i + tag.size());
    }
    default:
      return i;
  }
}

bool is_parameter(std::string_view sql, std::size_t i) {
  return sql.substr(i, 2) == ":p" && (i == 0 || sql[i - 1] != ':') && i + 2 < sql.size() && base::is_digit(sql[i + 2]);
}

}  // namespace

std::string with_dollar_parameters(std::string_view sql) {
  std::string out;
  out.reserve(sql.size());
  std::size_t i = 0;
  while (i < sql.size()) {
    const auto end = end_of_opaque(sql, i);
    if (end > i) {
      out += sql.substr(i, end - i);
      i = end;
    } else if (is_parameter(sql, i)) {
      out += '$';
      i += 2;
    } else {
      out += sql[i++];
    }
  }
  return out;
}

std::vector<std::string_view> split_statements(std::string_view sql) {
  std::vector<std::string_view> statements;
  std::size_t start = 0;
  bool has_code = false;
  const auto close = [&](std::size_t end) {
    if (has_code) statements.push_back(base::trim(sql.substr(start, end - start)));
    start = end + 1;
    has_code = false;
  };
  std::size_t i = 0;
  while (i < sql.size()) {
    if (const auto end = end_of_opaque(sql, i); end > i) {
      has_code = has_code || (sql[i] != '-' && sql[i] != '/');
      i = end;
      continue;
    }
    if (sql[i] == ';') {
      close(i);
    } else if (!base::is_blank(sql[i])) {
      has_code = true;
    }
    ++i;
  }
  close(sql.size());
  return statements;
}

std::string quoted_name(std::string_view name) {
  std::string out;
  for (const auto part : base::split(name, '.')) {
    if (!out.empty()) out += '.';
    out += '"';
    out += part;
    out += '"';
  }
  return out;
}

std::size_t line_at(std::string_view sql, std::size_t offset) {
  const auto before = sql.substr(0, offset);
  return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

}  // namespace platform::db
