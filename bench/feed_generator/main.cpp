#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <string>
#include <system_error>

#include "base/json_writer.h"
#include "feed_generator/feed_writer.h"
#include "feed_generator/goods.h"
#include "feed_generator/options.h"

namespace {

namespace fg = feed_generator;

constexpr std::size_t write_size = 1U << 20U;

struct CloseFile {
  void operator()(std::FILE* file) const {
    if (file != stdout) std::fclose(file);
  }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

/// Writes the buffer and empties it; false when the disk did not take it.
bool flush(std::string& buffer, std::FILE* file) {
  const bool written = std::fwrite(buffer.data(), 1, buffer.size(), file) == buffer.size();
  buffer.clear();
  return written;
}

bool write_feed(const fg::Options& options, const fg::Goods& goods, std::FILE* file) {
  const auto writer = fg::make_feed_writer(options);
  std::string buffer;
  fg::Row row;
  writer->begin(buffer);
  for (std::uint64_t i = 0; i < options.rows; ++i) {
    goods.make(i, row);
    writer->row(row, buffer);
    if (buffer.size() >= write_size && !flush(buffer, file)) return false;
  }
  writer->end(buffer);
  return flush(buffer, file) && std::fflush(file) == 0;
}

std::string summary(const fg::Options& options, const fg::DamagePlan& plan) {
  base::JsonWriter json;
  json.begin_object();
  json.member("rows", options.rows).member("seed", options.seed).member("format", fg::name_of(options.format));
  json.member("sound", options.rows - plan.damaged()).member("damaged", plan.damaged());
  json.member("changed", plan.changed());
  json.key("damage").begin_object();
  for (const auto& kind : fg::damage_kinds()) json.member(kind.name, plan.count(kind.damage));
  json.end_object();
  json.key("expected").begin_object();
  json.member("created", plan.count(fg::Outcome::created));
  json.member("quarantined", plan.count(fg::Outcome::quarantined));
  json.member("skipped", plan.count(fg::Outcome::skipped));
  json.end_object();
  json.end_object();
  return json.take();
}

int fail(const std::string& out) {
  fmt::print(stderr, "feed_generator: {} cannot be written: {}. Choose another place or free some room.\n", out,
             std::generic_category().message(errno));
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  const auto [options, exit_code] = fg::parse_command_line(argc, argv);
  if (exit_code >= 0) return exit_code;
  const fg::Goods goods(options);
  const File file(options.out == "-" ? stdout : std::fopen(options.out.c_str(), "wb"));
  if (!file || !write_feed(options, goods, file.get())) return fail(options.out);
  fmt::print(stderr, "{}\n", summary(options, goods.plan()));
  return 0;
}
