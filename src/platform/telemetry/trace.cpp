#include "platform/telemetry/trace.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/uuid.h"

namespace platform::telemetry {
namespace {

// Each thread's own: nothing is shared, and it is restored when the scope ends.
TraceScope*& innermost() {
  thread_local TraceScope* scope = nullptr;
  return scope;
}

}  // namespace

std::string new_trace_id() {
  std::string id = base::Uuid::generate().to_string();
  std::erase(id, '-');
  return id;
}

bool is_in_share(std::string_view trace_id, double share) {
  // The end of an id grows by small steps within a millisecond, so it is mixed before it is taken as chance.
  constexpr std::uint64_t offset = 14'695'981'039'346'656'037U;
  constexpr std::uint64_t prime = 1'099'511'628'211U;
  std::uint64_t mixed = offset;
  for (const char digit : trace_id) mixed = (mixed ^ static_cast<unsigned char>(digit)) * prime;
  mixed ^= mixed >> 32U;
  return static_cast<double>(mixed & 0xFFFFFFFFU) < share * 4'294'967'296.0;
}

TraceScope::TraceScope(std::string id) : id_(std::move(id)), outer_(std::exchange(innermost(), this)) {}

TraceScope::~TraceScope() {
  innermost() = outer_;
}

std::string TraceScope::current() {
  return innermost() == nullptr ? std::string{} : innermost()->id_;
}

SpanScope::SpanScope(std::string_view name) : name_(name) {}

SpanScope::~SpanScope() {
  TraceScope* const trace = innermost();
  if (trace == nullptr) return;
  const auto took = std::chrono::steady_clock::now() - since_;
  trace->spans_.push_back({std::string(name_), began_, std::chrono::duration_cast<std::chrono::microseconds>(took)});
}

}  // namespace platform::telemetry
