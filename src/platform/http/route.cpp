#include "platform/http/route.h"

#include <fmt/format.h>

#include "base/text.h"

namespace platform::http {

Route route(Method method, std::string path, std::string name, std::string tag, std::string summary) {
  Route made;
  made.method = method;
  made.path = std::move(path);
  made.name = std::move(name);
  made.tag = std::move(tag);
  made.summary = std::move(summary);
  return made;
}

Route& Route::status(unsigned value) {
  const auto replace = [from = success_status, value](base::Result<Response> answer) {
    if (answer && answer->status == from) answer->status = value;
    return answer;
  };
  if (handler) handler = [replace, f = std::move(handler)](const Request& request) { return replace(f(request)); };
  if (stream_handler) {
    stream_handler = [replace, f = std::move(stream_handler)](const Request& request, BodyReader& body) {
      return replace(f(request, body));
    };
  }
  success_status = value;
  return *this;
}

namespace route_detail {

base::Result<> check_json_body(const Request& request) {
  const std::string_view content_type = request.header("content-type");
  const std::string type = base::to_lower_ascii(base::trim(content_type.substr(0, content_type.find(';'))));
  if (type.empty() || type == "application/json" || type.ends_with("+json")) return {};
  return base::failure(media_type_unsupported, fmt::format("The body is {}, JSON is expected.", type),
                       "Send JSON with Content-Type application/json.");
}

}  // namespace route_detail
}  // namespace platform::http
