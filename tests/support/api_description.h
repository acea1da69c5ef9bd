#pragma once

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <vector>

#include "support/http_client.h"
#include "support/json_schema.h"

namespace test {

/// One operation of the API, as /openapi.json declares it.
struct Operation {
  struct Query {
    std::string name, type;
  };

  std::string id, method, path;
  std::string permission;  ///< "" when the operation asks for none
  bool is_public = false;
  std::vector<Query> queries;
  bool takes_key = false;          ///< honours Idempotency-Key
  std::string body_type;           ///< content type of the body; "" for none
  boost::json::value body_schema;  ///< null for none
  std::size_t body_limit = 0;
  boost::json::object answers;  ///< by status
};

inline std::string in_capitals(std::string_view text) {
  std::string capitals(text);
  std::transform(capitals.begin(), capitals.end(), capitals.begin(), [](unsigned char c) { return std::toupper(c); });
  return capitals;
}

inline Operation operation_of(std::string_view path, std::string_view method, const boost::json::object& declared) {
  Operation operation;
  operation.id = std::string(declared.at("operationId").as_string());
  operation.method = in_capitals(method);
  operation.path = std::string(path);
  if (const auto* permission = declared.if_contains("x-permission")) operation.permission = permission->as_string();
  const auto* security = declared.if_contains("security");
  operation.is_public = security != nullptr && security->as_array().empty();
  if (const auto* parameters = declared.if_contains("parameters")) {
    for (const auto& parameter : parameters->as_array()) {
      if (parameter.at("name") == "Idempotency-Key") operation.takes_key = true;
      if (parameter.at("in") != "query") continue;
      operation.queries.push_back(
          {std::string(parameter.at("name").as_string()), std::string(parameter.at("schema").at("type").as_string())});
    }
  }
  if (const auto* body = declared.if_contains("requestBody")) {
    const auto& content = *body->at("content").as_object().begin();
    operation.body_type = std::string(content.key());
    operation.body_schema = content.value().at("schema");
    operation.body_limit = declared.at("x-body-limit").to_number<std::size_t>();
  }
  operation.answers = declared.at("responses").as_object();
  return operation;
}

/// All operations of a document, in its order.
inline std::vector<Operation> operations_of(const boost::json::value& document) {
  std::vector<Operation> all;
  for (const auto& [path, methods] : document.at("paths").as_object())
    for (const auto& [method, declared] : methods.as_object())
      all.push_back(operation_of(path, method, declared.as_object()));
  return all;
}

/// How an answer breaks what the document promises for its operation; empty when it keeps it.
class AnswerCheck {
 public:
  explicit AnswerCheck(const boost::json::value& document)
      : schemas_(document.as_object()), problem_{{"$ref", "#/components/schemas/Problem"}} {}

  const SchemaCheck& schemas() const { return schemas_; }

  std::vector<std::string> broken_promises(const Operation& operation, const HttpAnswer& answer) const {
    std::vector<std::string> broken;
    const std::string status = std::to_string(answer.status);
    if (answer.status >= 500 && (answer.status != 503 || answer.header("Retry-After").empty()))
      broken.push_back("status " + status);
    if (answer.header("X-Request-Id").empty()) broken.emplace_back("no X-Request-Id");
    const auto* declared = operation.answers.if_contains(status);
    if (declared == nullptr) {
      broken.push_back("status " + status + " (" + answer.problem() + ") is not documented");
      return broken;
    }
    check_content(declared->as_object(), answer, broken);
    if (answer.status >= 400) check_problem(declared->as_object(), answer, broken);
    return broken;
  }

 private:
  void check_content(const boost::json::object& declared, const HttpAnswer& answer,
                     std::vector<std::string>& broken) const {
    const auto* content = declared.if_contains("content");
    if (content == nullptr) {
      if (!answer.body.empty()) broken.emplace_back("a body where none is documented");
      return;
    }
    const std::string full = answer.header("Content-Type");
    const std::string type = full.substr(0, full.find(';'));
    const auto* documented = content->as_object().if_contains(type);
    if (documented == nullptr) {
      broken.push_back("content type " + full + " is not documented");
    } else if (type.ends_with("json")) {
      boost::json::error_code failed;
      const boost::json::value body = boost::json::parse(answer.body, failed);
      if (failed) {
        broken.emplace_back("the body is not JSON");
      } else {
        for (std::string& one : schemas_.violations(body, documented->at("schema"))) broken.push_back(std::move(one));
      }
    }
  }

  void check_problem(const boost::json::object& declared, const HttpAnswer& answer,
                     std::vector<std::string>& broken) const {
    boost::json::error_code failed;
    const boost::json::value problem = boost::json::parse(answer.body, failed);
    if (failed || !schemas_.violations(problem, problem_).empty()) {
      broken.emplace_back("a refusal that is no problem of RFC 9457");
      return;
    }
    if (problem.at("request_id").as_string() != answer.header("X-Request-Id"))
      broken.emplace_back("the problem's request_id is not that of the answer");
    if (problem.at("status").to_number<unsigned>() != answer.status)
      broken.emplace_back("the problem's status is not that of the answer");
    const auto& codes = declared.at("x-problem-codes").as_array();
    if (std::find(codes.begin(), codes.end(), problem.at("code")) == codes.end())
      broken.push_back("the code " + std::string(problem.at("code").as_string()) + " is not documented");
  }

  SchemaCheck schemas_;
  boost::json::value problem_;
};

}  // namespace test
