#include "platform/telemetry/work_scope.h"

#include <utility>

namespace platform::telemetry {
namespace {

// Each thread's own: nothing is shared, and it is restored when the scope ends.
const WorkScope*& innermost() {
  thread_local const WorkScope* scope = nullptr;
  return scope;
}

}  // namespace

WorkScope::WorkScope(std::string id) : id_(std::move(id)), outer_(std::exchange(innermost(), this)) {}

WorkScope::~WorkScope() {
  innermost() = outer_;
}

std::string WorkScope::current() {
  return innermost() == nullptr ? std::string{} : innermost()->id_;
}

}  // namespace platform::telemetry
