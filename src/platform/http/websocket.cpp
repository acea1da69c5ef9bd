#include "platform/http/websocket.h"

#include "base/text.h"

namespace platform::http {
namespace {

bool names(std::string_view list, std::string_view wanted) {
  for (const std::string_view one : base::split(list, ','))
    if (base::to_lower_ascii(base::trim(one)) == wanted) return true;
  return false;
}

// RFC 6455, section 4.2.1.
bool is_upgrade(const Request& request) {
  constexpr std::size_t key_size = 24;  // 16 bytes in Base64
  return names(request.header("upgrade"), "websocket") && names(request.header("connection"), "upgrade") &&
         request.header("sec-websocket-version") == "13" && request.header("sec-websocket-key").size() == key_size;
}

}  // namespace

// The connection takes the answer 101 for the word to go on as a WebSocket.
Route& Route::upgrades(WebSocketHandler events) {
  socket_handler = std::make_shared<const WebSocketHandler>(std::move(events));
  success_status = 101;
  success_type.clear();
  handler = [](const Request& request) -> base::Result<Response> {
    if (!is_upgrade(request)) {
      return base::failure(upgrade_required, "This address speaks WebSocket only.",
                           "Connect with a WebSocket client, ws:// or wss://, of version 13.");
    }
    Response response;
    response.status = 101;
    return response;
  };
  return *this;
}

}  // namespace platform::http
