#pragma once

#include <memory>
#include <type_traits>
#include <utility>

#include "domain/imports/transform/families.h"

namespace imports {

/// A transform that is one function, either void(std::string&) or base::Result<>(std::string&).
template <class Function>
class FunctionTransform final : public Transform {
 public:
  explicit FunctionTransform(Function function) : function_(std::move(function)) {}

  base::Result<> apply(std::string& value) const override {
    if constexpr (std::is_void_v<std::invoke_result_t<const Function&, std::string&>>) {
      function_(value);
      return {};
    } else {
      return function_(value);
    }
  }

 private:
  Function function_;
};

template <class Function>
TransformPointer from_function(Function function) {
  return std::make_shared<const FunctionTransform<Function>>(std::move(function));
}

}  // namespace imports
