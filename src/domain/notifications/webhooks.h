#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"
#include "domain/notifications/notifications.h"
#include "domain/notifications/told.h"
#include "platform/client/http_client.h"
#include "platform/crypto/sealer.h"
#include "platform/db/database.h"
#include "platform/queue/job_queue.h"
#include "platform/queue/worker.h"

namespace notifications {

/// A program elsewhere that is told of events.
struct Webhook {
  base::Uuid id;
  std::string url;
  std::string description;
  std::vector<std::string> events;  ///< kinds, or "*" alone
  bool is_enabled = true;
  std::string disabled_reason;                        ///< "" unless it was switched off for failing
  std::optional<base::Timestamp> failing_since;       ///< of the failures since its last success
  std::optional<base::Timestamp> old_secret_until{};  ///< the secret before the present one signs too until then
  std::optional<base::Uuid> created_by;
  std::int64_t version = 1;  ///< counts changes, for conditional writes
  base::Timestamp created_at, updated_at;
};

struct NewWebhook {
  std::string url;
  std::string description{};
  std::vector<std::string> events;
  bool is_enabled = true;
  std::optional<base::Uuid> created_by{};
};

/// What to change; what is absent stays.
struct WebhookChange {
  std::optional<std::string> url{}, description{};
  std::optional<std::vector<std::string>> events{};
  std::optional<bool> is_enabled{};
};

/// A webhook with a new secret, shown this once.
struct WebhookSecret {
  Webhook webhook;
  std::string secret;
};

enum class DeliveryStatus : std::uint8_t { waiting, delivered, failed };
std::string_view to_string(DeliveryStatus status);
std::optional<DeliveryStatus> parse_delivery_status(std::string_view name);

/// One event on its way to one webhook, and what became of it.
struct Delivery {
  base::Uuid id;
  base::Uuid webhook_id;
  std::string event;
  std::string body;  ///< JSON, the same at every attempt
  DeliveryStatus status = DeliveryStatus::waiting;
  int attempts = 0, attempts_allowed = 0;
  std::optional<int> response_status{};           ///< of the latest attempt
  std::string response_body{};                    ///< its beginning
  std::string problem_code{}, problem_message{};  ///< "" when the latest attempt succeeded
  std::optional<std::int64_t> duration_ms{};
  base::Timestamp created_at;
  std::optional<base::Timestamp> attempted_at{}, next_attempt_at{};
};

struct DeliveryQuery {
  std::optional<base::Uuid> webhook_id{};
  std::optional<DeliveryStatus> status{};
  std::optional<base::Uuid> before{};  ///< older than this one
  std::uint64_t limit = 50;
};

template <class T>
struct WebhookPage {
  std::vector<T> items;
  std::optional<base::Uuid> next;  ///< `before` of the next page
};

struct WebhookOptions {
  /// How long to wait after each failed attempt; one more attempt than waits.
  std::vector<std::chrono::milliseconds> waits{
      std::chrono::seconds(10), std::chrono::minutes(1), std::chrono::minutes(5), std::chrono::minutes(30),
      std::chrono::hours(2),    std::chrono::hours(6),   std::chrono::hours(12)};
  std::chrono::milliseconds switched_off_after{std::chrono::hours(72)};  ///< of failing without a success
  std::chrono::milliseconds old_secret_lifetime{std::chrono::hours(24)};
  std::chrono::milliseconds connect_timeout{5'000}, total_timeout{15'000};
};

/// Refuses a change of another version than the caller has read (If-Match).
using Precondition = std::function<base::Result<>(std::int64_t version)>;

struct Attempt;
namespace store {
struct StoredWebhook;
}

/// The programs that are told of events, signed and logged. Thread-safe.
class WebhookService {
 public:
  /// Everything must outlive this.
  WebhookService(platform::db::Database& main, platform::queue::JobQueue& queue, const platform::crypto::Sealer& sealer,
                 const platform::client::HttpClient& client, NotificationService& notifications,
                 WebhookOptions options = {}, OnTold told = {})
      : database_(main),
        queue_(queue),
        sealer_(sealer),
        client_(client),
        notifications_(notifications),
        options_(std::move(options)),
        told_(std::move(told)) {}

  /// Fails with webhook_invalid, notification_kind_unknown, and as AddressRules::check_url() does.
  base::Result<WebhookSecret> create(const NewWebhook& wanted);
  /// Latest first.
  base::Result<WebhookPage<Webhook>> list(const std::optional<base::Uuid>& before, std::uint64_t limit);
  /// Fails with webhook_unknown.
  base::Result<Webhook> find(base::Uuid id);
  /// Switched on again it starts anew. Fails as create() and find() do, and as the precondition does.
  base::Result<Webhook> update(base::Uuid id, const WebhookChange& change, const Precondition& precondition = {});
  /// Its deliveries go with it.
  base::Result<> remove(base::Uuid id, const Precondition& precondition = {});
  /// A new secret; the old one signs beside it for a day.
  base::Result<WebhookSecret> rotate_secret(base::Uuid id);

  /// Queues the event for every webhook that wants it, once for each however often it is announced. Events for one
  /// person alone are nobody else's business.
  base::Result<> announce(const Event& event);
  /// Sends a test event at once, also to one that is switched off; the delivery says what came of it.
  base::Result<Delivery> test(base::Uuid id);
  /// Queues a delivery that has ended once more. Fails with delivery_unknown, delivery_waits.
  base::Result<Delivery> replay(base::Uuid delivery_id);
  base::Result<Delivery> find_delivery(base::Uuid id);
  /// Latest first.
  base::Result<WebhookPage<Delivery>> deliveries(const DeliveryQuery& query);

  /// The work of a job of delivery_kind: one attempt, and the queueing of the next.
  base::Result<std::string> deliver(const platform::queue::JobContext& context);
  /// Removes deliveries of a month ago, queues again those whose job was lost, and seals secrets anew after a change of
  /// the key.
  base::Result<> tidy(base::Timestamp now);

 private:
  base::Result<> check(const Webhook& webhook) const;
  base::Result<> queue_attempt(const Delivery& delivery);
  Attempt attempt(const store::StoredWebhook& stored, const Delivery& delivery) const;
  base::Result<Delivery> settle(const Webhook& webhook, Delivery delivery, const Attempt& made);
  base::Result<> note_end(const Webhook& webhook, const Delivery& delivery);
  base::Result<> seal_anew(base::Uuid id);

  platform::db::Database& database_;
  platform::queue::JobQueue& queue_;
  const platform::crypto::Sealer& sealer_;
  const platform::client::HttpClient& client_;
  NotificationService& notifications_;
  WebhookOptions options_;
  OnTold told_;
};

inline constexpr std::string_view delivery_kind = "webhook_delivery";
/// What test() sends.
inline constexpr std::string_view test_event = "webhook.test";

inline constexpr base::ProblemKind webhook_unknown{"webhook.unknown", "No such webhook", 404, base::LogLevel::info};
inline constexpr base::ProblemKind webhook_invalid{"webhook.invalid", "Webhook is not valid", 422,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind webhook_switched_off{"webhook.switched_off", "Webhook is switched off", 409,
                                                        base::LogLevel::info};
inline constexpr base::ProblemKind webhook_refused{"webhook.refused", "Receiver did not accept the event", 502,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind delivery_unknown{"webhook.delivery_unknown", "No such delivery", 404,
                                                    base::LogLevel::info};
inline constexpr base::ProblemKind delivery_waits{"webhook.delivery_waits", "Delivery has not ended yet", 409,
                                                  base::LogLevel::info};

}  // namespace notifications
