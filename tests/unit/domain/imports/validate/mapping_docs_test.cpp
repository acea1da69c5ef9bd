#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "domain/imports/validate/row_mapper.h"

namespace imports {
namespace {

std::string read(const std::string& name) {
  std::ifstream file(std::string(PROJECT_DIR) + "/docs/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string as_cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? "\\|" : c == '<' ? "&lt;" : std::string(1, c);
  return out;
}

TEST(MappingDocs, ListEveryTransform) {
  const auto page = read("mapping.md");
  const auto schema = read("mapping.schema.json");
  for (const auto& help : transform_helps()) {
    const auto settings = help.settings.empty() ? std::string() : "`" + std::string(help.settings) + "`";
    const auto line = "| `" + std::string(help.name) + "` | " + settings + " | " + as_cell(help.help) + " |";
    EXPECT_TRUE(has(page, line)) << line;
    EXPECT_TRUE(has(schema, "\"" + std::string(help.name) + "\"")) << help.name;
  }
}

TEST(MappingDocs, ListEveryRuleWithItsSeverity) {
  const auto page = read("mapping.md");
  const auto schema = read("mapping.schema.json");
  for (const auto& rule : validation_rules()) {
    const auto line = "| `" + std::string(rule.kind->code) + "` | " + std::string(to_string(rule.default_severity)) +
                      " | " + as_cell(rule.help) + " |";
    EXPECT_TRUE(has(page, line)) << line;
    EXPECT_TRUE(has(schema, "\"" + std::string(rule.kind->code) + "\"")) << rule.kind->code;
  }
}

TEST(MappingDocs, ListEveryField) {
  const auto page = read("mapping.md");
  const auto schema = read("mapping.schema.json");
  for (const auto& field : all_fields()) {
    EXPECT_TRUE(has(page, "| `" + std::string(field.name) + "` |")) << field.name;
    EXPECT_TRUE(has(schema, "\"" + std::string(field.name) + "\"")) << field.name;
  }
}

TEST(MappingDocs, GiveExamplesThatAreRight) {
  const auto page = read("mapping.md");
  constexpr std::string_view fence = "```json\n";
  int examples = 0;
  for (auto at = page.find(fence); at != std::string::npos; at = page.find(fence, at + 1)) {
    const auto start = at + fence.size();
    const auto example = page.substr(start, page.find("```", start) - start);
    const auto mapping = parse_mapping(example);
    EXPECT_TRUE(mapping) << mapping.error().text() << "\n" << example;
    ++examples;
  }
  EXPECT_GE(examples, 8);
}

}  // namespace
}  // namespace imports
