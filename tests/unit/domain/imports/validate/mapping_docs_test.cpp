#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "domain/imports/validate/row_mapper.h"

namespace imports {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}
std::string read(const std::string& name) {
  return read_file(std::string(PROJECT_DIR) + "/docs/" + name);
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

// A reader or a field that finds something new must say so in the rules, or the pages of the command line and the API.
TEST(MappingDocs, ListEveryCodeThatImportsCanGive) {
  const std::regex declaration(R"re(ProblemKind\s+\w+\s*\{\s*"([^"]+)")re");
  const auto pages = read("mapping.md") + read("cli.md") + read("api.md");
  std::set<std::string> codes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(PROJECT_DIR "/src/domain/imports")) {
    if (!entry.is_regular_file()) continue;
    const auto source = read_file(entry.path());
    for (std::sregex_iterator found(source.begin(), source.end(), declaration), end; found != end; ++found) {
      codes.insert((*found)[1]);
    }
  }
  EXPECT_GT(codes.size(), 50U);
  for (const auto& code : codes) EXPECT_TRUE(has(pages, "`" + code + "`")) << code;
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
