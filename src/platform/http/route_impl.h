#pragma once

// The insides of route.h.

#include <utility>

namespace platform::http::route_detail {

template <class T>
inline constexpr bool is_answer = false;
template <class T>
inline constexpr bool is_answer<Answer<T>> = true;

// Fails with media_type_unsupported when the body is said to be something else than JSON.
base::Result<> check_json_body(const Request& request);

template <class Output>
Response to_response(Output&& output, unsigned success_status) {
  using T = std::remove_cvref_t<Output>;
  if constexpr (std::same_as<T, Response>) {
    return std::forward<Output>(output);
  } else if constexpr (std::same_as<T, Nothing>) {
    Response response;
    response.status = success_status;
    return response;
  } else if constexpr (is_answer<T>) {
    Response response =
        to_response(std::forward<Output>(output).value, output.status != 0 ? output.status : success_status);
    for (auto& header : output.headers) response.headers.push_back(std::move(header));
    return response;
  } else {
    return json_response(to_json(output), success_status);
  }
}

// Notes in the route what a handler gives: the schema of its answer and, for none, the status 204.
template <class Output>
void declare_output(Route& route) {
  if constexpr (is_answer<Output>) {
    declare_output<decltype(Output::value)>(route);
  } else if constexpr (std::same_as<Output, Nothing>) {
    if (route.success_status == 200) route.success_status = 204;
    route.success_type.clear();
  } else if constexpr (!std::same_as<Output, Response>) {
    route.output = [](boost::json::object& components) { return schema_of<Output>(components); };
  }
}

}  // namespace platform::http::route_detail

namespace platform::http {

template <class F>
Route& Route::answers(F f) {
  using Output = typename std::invoke_result_t<F&, const Request&>::value_type;
  route_detail::declare_output<Output>(*this);
  handler = [f = std::move(f), code = success_status](const Request& request) -> base::Result<Response> {
    ASSIGN_OR_RETURN(Output result, f(request));
    return route_detail::to_response(std::move(result), code);
  };
  return *this;
}

template <class Input, class F>
Route& Route::accepts(F f) {
  using Output = typename std::invoke_result_t<F&, const Request&, const Input&>::value_type;
  route_detail::declare_output<Output>(*this);
  input = [](boost::json::object& components) { return schema_of<Input>(components); };
  handler = [f = std::move(f), code = success_status](const Request& request) -> base::Result<Response> {
    RETURN_IF_FAILED(route_detail::check_json_body(request));
    ASSIGN_OR_RETURN(const Input body, from_json<Input>(request.body));
    ASSIGN_OR_RETURN(Output result, f(request, body));
    return route_detail::to_response(std::move(result), code);
  };
  return *this;
}

template <class F>
Route& Route::streams(F f) {
  using Output = typename std::invoke_result_t<F&, const Request&, BodyReader&>::value_type;
  route_detail::declare_output<Output>(*this);
  stream_handler = [f = std::move(f), code = success_status](const Request& request,
                                                             BodyReader& body) -> base::Result<Response> {
    ASSIGN_OR_RETURN(Output result, f(request, body));
    return route_detail::to_response(std::move(result), code);
  };
  return *this;
}

}  // namespace platform::http
