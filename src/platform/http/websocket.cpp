#include "platform/http/websocket.h"

#include "base/text.h"

namespace platform::http {

// The connection takes the answer 101 for the word to go on as a WebSocket.
Route& Route::upgrades(WebSocketHandler events) {
  socket_handler = std::make_shared<const WebSocketHandler>(std::move(events));
  success_status = 101;
  success_type.clear();
  handler = [](const Request& request) -> base::Result<Response> {
    if (base::to_lower_ascii(request.header("upgrade")) != "websocket") {
      return base::failure(upgrade_required, "This address speaks WebSocket only.",
                           "Connect with a WebSocket client, ws:// or wss://.");
    }
    Response response;
    response.status = 101;
    return response;
  };
  return *this;
}

}  // namespace platform::http
