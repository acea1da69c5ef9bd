#include "ops/backup/object_lines.h"

#include "ops/backup/backup_problems.h"
#include "platform/http/codec.h"

namespace backup {

BOOST_DESCRIBE_STRUCT(ObjectLine, (), (key, sha256, bytes))

namespace {

tl::unexpected<base::Problem> not_a_list() {
  return base::failure(damaged, "The backup's list of stored files cannot be read.",
                       "Use another backup; `backup list` shows them.");
}

}  // namespace

std::string to_line(const ObjectLine& line) {
  return platform::http::to_json(line) + "\n";
}

base::Result<> LineCutter::add(std::span<const char> bytes) {
  rest_.append(bytes.data(), bytes.size());
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = rest_.find('\n', begin)) != std::string::npos; begin = end + 1) {
    const auto line = platform::http::from_json<ObjectLine>(std::string_view(rest_).substr(begin, end - begin));
    if (!line) return not_a_list();
    RETURN_IF_FAILED(each_(*line));
  }
  rest_.erase(0, begin);
  return {};
}

base::Result<> LineCutter::finish() const {
  return rest_.empty() ? base::Result<>{} : not_a_list();
}

}  // namespace backup
