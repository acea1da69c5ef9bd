#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/suppliers/source_check.h"
#include "domain/suppliers/sources.h"
#include "platform/http/codec.h"
#include "platform/queue/job_queue.h"

namespace suppliers {

struct SourceProblemView {
  std::string code, message, cure;
};
BOOST_DESCRIBE_STRUCT(SourceProblemView, (), (code, message, cure))

struct LastFetchView {
  base::Timestamp checked_at;
  std::optional<base::Timestamp> fetched_at;
  std::optional<std::uint64_t> size;
  std::optional<std::string> sha256;
  std::optional<base::Uuid> import_id;
  std::optional<SourceProblemView> problem;
};
BOOST_DESCRIBE_STRUCT(LastFetchView, (), (checked_at, fetched_at, size, sha256, import_id, problem))

struct SourceView {
  base::Uuid id;
  std::string supplier, name, kind;
  boost::json::value config;
  std::map<std::string, std::string> secrets;  ///< names alone; every value is "set"
  std::string mode;
  bool is_enabled = true;
  std::optional<LastFetchView> last_fetch;
  base::Timestamp created_at, updated_at;
};
BOOST_DESCRIBE_STRUCT(SourceView, (),
                      (id, supplier, name, kind, config, secrets, mode, is_enabled, last_fetch, created_at, updated_at))

struct SourceListView {
  std::vector<SourceView> items;
  std::optional<base::Uuid> next_cursor;
};
BOOST_DESCRIBE_STRUCT(SourceListView, (), (items, next_cursor))

struct SourceCheckStepView {
  std::string name;
  bool ok = false;
  std::string detail;
  std::uint64_t ms = 0;
};
BOOST_DESCRIBE_STRUCT(SourceCheckStepView, (), (name, ok, detail, ms))

struct SourceCheckView {
  bool ok = false;
  std::string summary;
  std::vector<SourceCheckStepView> steps;
  std::optional<SourceProblemView> problem;
};
BOOST_DESCRIBE_STRUCT(SourceCheckView, (), (ok, summary, steps, problem))

struct SourceFetchView {
  base::Uuid job_id;
  std::string status;
  bool is_new = true;  ///< false: a fetch of this source was under way already
};
BOOST_DESCRIBE_STRUCT(SourceFetchView, (), (job_id, status, is_new))

SourceView view_of(const Source& source);
SourceCheckView view_of(const SourceCheck& check);
SourceFetchView view_of(const platform::queue::Enqueued& fetch);

}  // namespace suppliers
