#include "base/problem.h"

namespace base {

Problem::Problem(const ProblemKind* k, std::string m, std::string c, Place p)
    : kind(k), message(std::move(m)), cure(std::move(c)), place(std::move(p)) {}
Problem::Problem() = default;
Problem::Problem(const Problem& other) = default;
Problem::Problem(Problem&& other) noexcept = default;
Problem& Problem::operator=(const Problem& other) = default;
Problem& Problem::operator=(Problem&& other) noexcept = default;
Problem::~Problem() = default;

std::string Problem::text() const {
  std::string out = message;
  if (!cure.empty()) {
    out += ' ';
    out += cure;
  }
  out += " (";
  out += kind->code;
  out += ')';
  return out;
}

}  // namespace base
