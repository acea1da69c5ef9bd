#pragma once

#include <string>
#include <utility>
#include <vector>

#include "support/api_description.h"
#include "support/generated_values.h"

namespace test {

/// A request made up for an operation.
struct GeneratedRequest {
  std::string method, target, body;
  Headers headers;
  bool is_wrong = false;  ///< goes against the document: any success is a fault

  std::string text() const {
    std::string all = method + " " + target + "\n";
    for (const auto& [name, value] : headers) all += name + ": " + value + "\n";
    return all + "\n" + body.substr(0, 2000);
  }
};

inline std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' || c == '_') {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.append({'%', digits[byte >> 4U], digits[byte & 0xFU]});
    }
  }
  return encoded;
}

/// Makes up requests: such as the document asks for, and such as it forbids.
class GeneratedRequests {
 public:
  GeneratedRequests(unsigned seed, const SchemaCheck& schemas, const KnownThings& known)
      : schemas_(schemas), known_(known), values_(seed, schemas, known) {}

  GeneratedValues& values() { return values_; }

  GeneratedRequest fitting(const Operation& operation) {
    GeneratedRequest request{operation.method, path_of(operation), {}, {}};
    char separator = '?';
    for (const Operation::Query& query : operation.queries) {
      if (!values_.one_in(3)) continue;
      request.target += separator + query.name + "=" + percent_encoded(values_.query_text(query.name, query.type));
      separator = '&';
    }
    if (operation.takes_key && values_.one_in(4))
      request.headers.emplace_back("Idempotency-Key", "key-" + std::to_string(values_.below(20)));
    if (!operation.body_schema.is_null()) {
      const bool is_json = operation.body_type == "application/json";
      request.body = is_json ? boost::json::serialize(values_.fitting(operation.body_schema)) : some_bytes();
      request.headers.emplace_back("Content-Type", operation.body_type);
    }
    return request;
  }

  /// One thing about it is wrong, or odd.
  GeneratedRequest odd(const Operation& operation) {
    const bool has_body = operation.body_type == "application/json";
    const bool has_parameters = operation.path.find('{') != std::string::npos;
    if (has_body && !values_.one_in(3)) return with_odd_body(operation);
    if (has_parameters && values_.one_in(2)) return with_odd_path(operation);
    return with_odd_query(operation);
  }

 private:
  std::string path_of(const Operation& operation) {
    std::string path;
    std::size_t from = 0;
    for (std::size_t open = 0; (open = operation.path.find('{', from)) != std::string::npos;) {
      const std::size_t close = operation.path.find('}', open) + 1;
      path += operation.path.substr(from, open - from);
      const auto known = known_.for_parameter(operation.path.substr(0, close), values_.below(1000));
      path += known && !values_.one_in(4) ? percent_encoded(*known) : "01900000-0000-7000-8000-000000000000";
      from = close;
    }
    return path + operation.path.substr(from);
  }

  GeneratedRequest with_odd_path(const Operation& operation) {
    GeneratedRequest request = fitting(operation);
    const std::string query = request.target.substr(std::min(request.target.find('?'), request.target.size()));
    request.target.clear();
    std::size_t from = 0;
    for (std::size_t open = 0; (open = operation.path.find('{', from)) != std::string::npos;) {
      request.target += operation.path.substr(from, open - from);
      const std::string text = values_.one_of(odd_texts());
      request.target += values_.one_in(12) ? "%zz" : percent_encoded(text.empty() ? "x" : text);
      from = operation.path.find('}', open) + 1;
    }
    request.target += operation.path.substr(from) + query;
    return request;
  }

  GeneratedRequest with_odd_query(const Operation& operation) {
    GeneratedRequest request = fitting(operation);
    const std::string name =
        operation.queries.empty() || values_.one_in(6) ? "unknown_parameter" : values_.one_of(operation.queries).name;
    request.target += request.target.find('?') == std::string::npos ? '?' : '&';
    request.target += name;
    if (values_.one_in(12)) {
      request.target += "=%f";
      request.is_wrong = true;
    } else {
      request.target += "=" + percent_encoded(values_.one_of(odd_texts()));
    }
    return request;
  }

  GeneratedRequest with_odd_body(const Operation& operation) {
    GeneratedRequest request = fitting(operation);
    request.is_wrong = true;
    switch (values_.below(10)) {
      case 0:
        request.body.clear();
        break;
      case 1:
        request.headers = {{"Content-Type", values_.one_in(2) ? "text/plain" : "application/xml; charset=utf-8"}};
        break;
      case 2:
        request.body = broken_json(request.body);
        break;
      default: {
        boost::json::value body = boost::json::parse(request.body);
        values_.bend(body);
        if (values_.one_in(4)) values_.bend(body);
        request.is_wrong = !schemas_.violations(body, operation.body_schema).empty();
        request.body = boost::json::serialize(body);
      }
    }
    return request;
  }

  std::string broken_json(const std::string& body) {
    switch (values_.below(7)) {
      case 0:
        return body.substr(0, body.size() - 1);
      case 1:
        return body + body;
      case 2:
        return std::string(20'000, '[');
      case 3:
        return "{\"a\": \"\xC3\x28\xA0\xA1\"}";
      case 4:
        return R"({"a": "\ud800"})";
      case 5:
        return std::string("{\0}", 3);
      default:
        return "<?xml version=\"1.0\"?><a/>";
    }
  }

  std::string some_bytes() {
    std::string bytes;
    for (std::size_t i = values_.below(300); i > 0; --i) bytes += static_cast<char>(values_.below(256));
    return values_.one_in(2) ? "Reference;Libelle;Prix HT\nA1;Lampe;3,49\n" : bytes;
  }

  const SchemaCheck& schemas_;
  const KnownThings& known_;
  GeneratedValues values_;
};

}  // namespace test
