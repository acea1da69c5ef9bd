#include "platform/telemetry/sentry_envelope.h"

#include "base/json_writer.h"

namespace platform::telemetry {
namespace {

/// The second half of an id is the part made by chance.
std::string new_span_id() {
  return new_trace_id().substr(16);
}

void write_spans(base::JsonWriter& json, const TraceReport& trace, const std::string& parent) {
  json.key("spans").begin_array();
  for (const Span& span : trace.spans) {
    json.begin_object().member("trace_id", trace.trace_id).member("span_id", new_span_id());
    json.member("parent_span_id", parent).member("op", span.name).member("description", span.name);
    json.member("start_timestamp", span.began.to_string());
    json.member("timestamp", (span.began + span.duration).to_string()).end_object();
  }
  json.end_array();
}

void write_common(base::JsonWriter& json, const std::string& id, const SentryOptions& options,
                  const std::map<std::string, std::string>& tags) {
  json.member("event_id", id).member("platform", "native");
  if (!options.environment.empty()) json.member("environment", options.environment);
  if (!options.release.empty()) json.member("release", options.release);
  json.key("tags").begin_object();
  for (const auto& [name, value] : tags) json.member(name, without_secrets(value));
  json.end_object();
}

std::string envelope(const std::string& id, std::string_view type, const std::string& item, base::Timestamp now) {
  base::JsonWriter about_envelope, about_item;
  about_envelope.begin_object().member("event_id", id).member("sent_at", now.to_string()).end_object();
  about_item.begin_object().member("type", type).member("length", static_cast<std::uint64_t>(item.size())).end_object();
  return about_envelope.text() + '\n' + about_item.text() + '\n' + item + '\n';
}

}  // namespace

std::string error_envelope(const ErrorReport& error, const SentryOptions& options, base::Timestamp now) {
  const std::string id = new_trace_id();
  base::JsonWriter json;
  json.begin_object();
  write_common(json, id, options, error.tags);
  json.member("timestamp", now.to_string()).member("level", "error").member("transaction", error.where);
  json.key("exception").begin_object().key("values").begin_array();
  json.begin_object().member("type", error.type).member("value", without_secrets(error.message)).end_object();
  json.end_array().end_object();
  json.end_object();
  return envelope(id, "event", json.text(), now);
}

std::string trace_envelope(const TraceReport& trace, const SentryOptions& options, base::Timestamp now) {
  const std::string id = new_trace_id();  // an event's id looks like a trace's
  const std::string own_span = new_span_id();
  base::JsonWriter json;
  json.begin_object();
  write_common(json, id, options, trace.tags);
  json.member("type", "transaction").member("transaction", trace.name);
  json.member("start_timestamp", (now + -trace.duration).to_string()).member("timestamp", now.to_string());
  json.key("contexts").begin_object().key("trace").begin_object();
  json.member("trace_id", trace.trace_id).member("span_id", own_span);
  json.member("op", trace.operation).member("status", trace.status).end_object().end_object();
  json.key("transaction_info").begin_object().member("source", "route").end_object();
  write_spans(json, trace, own_span);
  json.end_object();
  return envelope(id, "transaction", json.text(), now);
}

std::string_view trace_status(unsigned http_status) {
  switch (http_status) {
    case 401:
      return "unauthenticated";
    case 403:
      return "permission_denied";
    case 404:
      return "not_found";
    case 409:
      return "already_exists";
    case 412:
      return "failed_precondition";
    case 429:
      return "resource_exhausted";
    case 503:
      return "unavailable";
    default:
      break;
  }
  if (http_status < 400) return "ok";
  return http_status < 500 ? "invalid_argument" : "internal_error";
}

}  // namespace platform::telemetry
