#include "base/problem.h"

namespace base {

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
