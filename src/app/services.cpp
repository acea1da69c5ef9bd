#include "app/services.h"

#include <filesystem>

#include "app/analytics_parts.h"
#include "app/decoder_command.h"
#include "app/fetched_imports.h"
#include "app/route_tables.h"
#include "app/source_schedules.h"
#include "app/version.h"
#include "domain/analytics/analytics_routes.h"
#include "domain/analytics/monitoring_routes.h"
#include "domain/catalog/catalog_routes.h"
#include "domain/catalog/catalog_tasks.h"
#include "domain/catalog/pictures_change.h"
#include "domain/identity/identity_routes.h"
#include "domain/identity/stored_idempotency.h"
#include "domain/imports/follow_up.h"
#include "domain/notifications/account_mails.h"
#include "domain/notifications/mailer.h"
#include "domain/notifications/notifications_routes.h"
#include "domain/schedules/queue_routes.h"
#include "domain/schedules/schedules_routes.h"
#include "domain/settings/settings_routes.h"
#include "domain/suppliers/priority_change.h"
#include "domain/suppliers/suppliers_routes.h"
#include "ops/backup/backup_routes.h"
#include "platform/queue/processes.h"
#include "platform/telemetry/trace.h"
#include "platform/telemetry/work_scope.h"

namespace app {
namespace {

using platform::http::Request;
using platform::http::RouteTable;

std::filesystem::path storage_folder(const Parts& parts, std::string_view name) {
  return parts.settings.data_dir / "storage" / name;
}

base::Result<suppliers::SupplierNumbersView> numbers_of(catalog::CatalogService& catalog, base::Uuid supplier_id) {
  ASSIGN_OR_RETURN(const auto numbers, catalog.numbers_of(supplier_id));
  return suppliers::SupplierNumbersView{numbers.active_offers, numbers.withdrawn_offers, numbers.products,
                                        numbers.imports, numbers.last_import_at};
}

notifications::Person person_of(const identity::User& user) {
  return {user.id, user.email, user.name};
}

notifications::People people_of(identity::UserService& users) {
  const auto who_may = [&users](std::string_view permission) -> base::Result<std::vector<notifications::Person>> {
    ASSIGN_OR_RETURN(const auto able, users.who_may(permission));
    std::vector<notifications::Person> people;
    for (const identity::User& user : able) people.push_back(person_of(user));
    return people;
  };
  const auto find = [&users](base::Uuid id) -> base::Result<std::optional<notifications::Person>> {
    const auto user = users.find(id);
    if (!user && user.error().kind->http_status == 404) return std::optional<notifications::Person>{};
    RETURN_IF_FAILED(user);
    if (user->is_disabled) return std::optional<notifications::Person>{};
    return std::optional(person_of(*user));
  };
  return {who_may, find};
}

identity::PasswordMailer password_mailer(const notifications::Mailer& mailer) {
  return [&mailer](const identity::PasswordMail& mail) {
    const auto language = notifications::parse_language(mail.language).value_or(notifications::Language::en);
    return mailer.post(notifications::password_mail(
        mailer.installation(), {mail.email, mail.name, mail.token, mail.expires_at, mail.is_invitation}, language));
  };
}

media::ProductSource product_source(catalog::CatalogService& catalog) {
  using Source = media::ProductSource;
  const auto changed_by = [&catalog](base::Uuid import_id, const Source::Place& after,
                                     std::uint64_t limit) -> base::Result<Source::Page> {
    ASSIGN_OR_RETURN(auto changed, catalog.images_changed_by(import_id, {after.row, after.offer}, limit));
    Source::Page page;
    for (auto& one : changed.products) page.products.push_back({one.product_id, std::move(one.urls)});
    if (changed.next) page.next = {changed.next->source_row, changed.next->offer_id};
    return page;
  };
  return {changed_by, [&catalog](const std::vector<base::Uuid>& ids) { return catalog.missing_of(ids); }};
}

platform::cache::CacheOptions cache_options(std::shared_ptr<platform::cache::SecondLevel> second) {
  platform::cache::CacheOptions options;
  options.second = std::move(second);
  return options;
}

/// What a schedule of kind "fetch" says: the source, and whether to import the file also when it is the same.
struct ScheduledFetch {
  base::Uuid source_id;
  std::optional<bool> force;
};
BOOST_DESCRIBE_STRUCT(ScheduledFetch, (), (source_id, force))

schedules::ScheduledKinds scheduled_kinds(suppliers::SourceFetcher& fetcher) {
  const auto fetch = [&fetcher](std::string_view payload) -> base::Result<platform::queue::NewJob> {
    ASSIGN_OR_RETURN(const auto wanted, platform::http::from_json<ScheduledFetch>(payload));
    return fetcher.job_for(wanted.source_id, wanted.force.value_or(false), "schedule");
  };
  return {{std::string(suppliers::fetch_kind), fetch}};
}

base::Result<std::string> own_zone(settings::SettingsService& settings) {
  ASSIGN_OR_RETURN(const settings::SettingValues values, settings.read());
  return values.text(settings::time_zone);
}

/// Names the request to whoever writes a log line while it is handled.
void name_work(RouteTable& table) {
  for (platform::http::Route& route : table) {
    if (route.handler) {
      route.handler = [inner = std::move(route.handler)](const Request& request) {
        const platform::telemetry::WorkScope scope(request.request_id);
        return inner(request);
      };
    }
    if (route.stream_handler) {
      route.stream_handler = [inner = std::move(route.stream_handler)](const Request& request,
                                                                       platform::http::BodyReader& body) {
        const platform::telemetry::WorkScope scope(request.request_id);
        return inner(request, body);
      };
    }
  }
}

}  // namespace

base::Result<Outside> Outside::from(const platform::config::Settings& settings) {
  Outside outside;
  ASSIGN_OR_RETURN(outside.identity, identity::IdentityOptions::from(settings));
  outside.link_secret = outside.identity.keys.secret;
  outside.previous_link_secret = outside.identity.keys.previous_secret;
  ASSIGN_OR_RETURN(outside.rules, platform::client::AddressRules::from(settings.value("ALLOWED_PRIVATE_NETWORKS")));
  ASSIGN_OR_RETURN(outside.watched_folders, suppliers::watched_folders(settings.value("WATCHED_FOLDERS")));
  ASSIGN_OR_RETURN(outside.mail_server, notifications::mail_server_of(settings));
  ASSIGN_OR_RETURN(outside.redis, RedisAddresses::from(settings));
  return outside;
}

Services::Services(std::unique_ptr<Parts> opened, Outside outside, platform::telemetry::Log& where)
    : log(where),
      parts(std::move(opened)),
      identity(parts->databases.main, std::move(outside.identity)),
      redis(outside.redis, log),
      shared_cache(redis.cache ? std::make_shared<platform::redis::SharedCache>(*redis.cache) : nullptr),
      cache(cache_options(shared_cache)),
      invalidations(shared_cache
                        ? std::make_unique<platform::redis::CacheInvalidations>(*redis.cache, *shared_cache, cache)
                        : nullptr),
      catalog_version(parts->databases.catalog),
      shared_events(redis.broker ? std::make_unique<platform::redis::SharedEvents>(*redis.broker, events) : nullptr),
      queue(parts->databases.main, {}, {{std::string(suppliers::fetch_kind), suppliers::fetch_retries}}),
      schedules(parts->databases.main, queue),
      settings(parts->databases.main),
      backups(backup::BackupOptions::from(parts->settings), parts->settings.value("BACKUP_TIME"),
              parts->settings.value("BACKUP_PROVE") == "true", version, parts->databases.main, parts->storage, queue,
              [this] { return own_zone(settings); }),
      uploads(parts->databases.imports, storage_folder(*parts, "uploads"), &parts->storage),
      imports(parts->imports, parts->suppliers, uploads, queue, events),
      client(outside.rules),
      sources(parts->databases.imports, parts->suppliers, identity.sealer(), outside.rules, outside.watched_folders),
      fetcher(sources, parts->suppliers, client, queue, storage_folder(*parts, "fetching"),
              fetched_imports(uploads, imports)),
      image_store(parts->storage),
      media(parts->databases.media, image_store),
      decoder({{"/proc/self/exe", std::string(decoder_command)}}),
      image_links(outside.link_secret, outside.previous_link_secret, parts->settings.value("API_V1_STR")),
      media_tasks(media, client, decoder, queue, product_source(parts->catalog),
                  {.on_fetched =
                       [this](const media::FetchEnd& end) {
                         if (on_image_fetched) on_image_fetched(end);
                       }}),
      notifier({.main = parts->databases.main,
                .queue = queue,
                .events = events,
                .sealer = identity.sealer(),
                .rules = outside.rules,
                .people = people_of(identity.users()),
                .installation = notifications::installation_of(parts->settings),
                .mail_server = outside.mail_server,
                .on_told =
                    [this](std::string_view channel, std::string_view outcome) {
                      if (on_told) on_told(channel, outcome);
                    }}),
      analytics(parts->databases.analytics, ended_imports(parts->imports)),
      dashboard(analytics, dashboard_sources(parts->catalog, parts->imports, queue, settings)),
      news(notifier, imports, sources, parts->catalog, settings) {
  if (redis.broker) {
    wakeups = std::make_unique<platform::redis::Wakeups>(*redis.broker, [this] { queue.doorbell().ring(); });
    queue.on_work([this] { wakeups->wake_others(); });
  }
  if (notifier.mailer() != nullptr) identity.users().mail_by(password_mailer(*notifier.mailer()));
}

platform::http::AuditSink Services::audit_sink() {
  return [this](const Request& request, std::string_view action, std::string_view subject, std::string_view before,
                std::string_view after) {
    const auto noted = identity.audit().record(identity::actor_of(request), {std::string(action), std::string(subject),
                                                                             std::string(before), std::string(after)});
    if (!noted) log.problem(noted.error(), "writing the audit trail");
  };
}

RouteTable Services::routes() {
  const platform::http::AuditSink audit = audit_sink();
  const auto databases = parts->databases.all();
  RouteTable all = identity::identity_routes(identity);
  append(all, suppliers::supplier_routes({parts->suppliers,
                                          [this](base::Uuid id) { return numbers_of(parts->catalog, id); }, audit,
                                          [this](base::Uuid id) -> base::Result<suppliers::RemovedWithSource> {
                                            ASSIGN_OR_RETURN(const auto removed, sources.remove_all_of(id));
                                            return without_schedules(removed);
                                          }}));
  append(all, suppliers::source_routes({sources, parts->suppliers, fetcher, client, audit,
                                        [this](base::Uuid id) { return without_schedules({id}); }}));
  append(all, catalog::catalog_routes({parts->catalog, audit, &cache, &catalog_version}));
  append(all, media::media_routes({media,
                                   image_links,
                                   [this](std::string_view key) -> base::Result<base::Uuid> {
                                     ASSIGN_OR_RETURN(const auto found, parts->catalog.find(key));
                                     return found.product.id;
                                   },
                                   {&catalog::product_unknown},
                                   [this] { return media_tasks.wake(); },
                                   audit}));
  append(all, imports::import_routes({parts->imports, imports, uploads, parts->suppliers, queue, audit}));
  append(all, notifications::notification_routes({notifier, audit}));
  append(all, schedules::schedule_routes(
                  {schedules,
                   scheduled_kinds(fetcher),
                   audit,
                   [this] { return own_zone(settings); },
                   {&suppliers::source_unknown, &suppliers::source_not_fetched, &suppliers::source_disabled}}));
  append(all, schedules::queue_routes({queue, audit}));
  append(all, backup::backup_routes({parts->databases.main, backups, audit}));
  append(all, settings::settings_routes({settings, parts->environment, audit}));
  append(all, analytics::analytics_routes({analytics, dashboard, supplier_facts(parts->suppliers, parts->catalog)}));
  append(all, analytics::monitoring_routes({version,
                                            parts->settings.data_dir,
                                            {databases.begin(), databases.end()},
                                            queue_states(queue),
                                            process_states(parts->databases.main, queue),
                                            cache,
                                            audit}));
  name_work(all);
  return all;
}

void Services::handle_jobs(platform::queue::Worker& worker) {
  worker.handle(std::string(imports::import_kind), imports.handler());
  worker.handle(std::string(suppliers::fetch_kind), fetcher.handler());
  worker.handle(std::string(imports::follow_up_kind), after_imports());
  worker.handle(std::string(suppliers::priority_change_kind), catalog::priority_handler(parts->catalog));
  worker.handle(std::string(catalog::pictures_change_kind), after_picture_changes());
  media_tasks.handle_jobs(worker);
  notifier.handle_jobs(worker);
  backups.handle_jobs(worker);
}

platform::queue::HandlerEntry Services::after_imports() {
  platform::queue::HandlerEntry entry;
  entry.handler = [this](platform::queue::JobContext& context) -> base::Result<std::string> {
    ASSIGN_OR_RETURN(const auto finished, platform::http::from_json<imports::FinishedImport>(context.job().payload));
    const platform::telemetry::SpanScope step("announce");
    RETURN_IF_FAILED(media_tasks.announce(finished.import_id));
    RETURN_IF_FAILED(news.tell_import(finished.import_id));
    return std::string("{}");
  };
  return entry;
}

platform::queue::HandlerEntry Services::after_picture_changes() {
  return {[this](platform::queue::JobContext& context) -> base::Result<std::string> {
    ASSIGN_OR_RETURN(const auto change, platform::http::from_json<catalog::PicturesChange>(context.job().payload));
    std::vector<media::ProductImages> products;
    for (const base::Uuid id : change.product_ids) {
      ASSIGN_OR_RETURN(auto images, parts->catalog.images_of(id));
      if (images) products.push_back({images->product_id, std::move(images->urls)});
    }
    RETURN_IF_FAILED(media_tasks.take_up(products));
    return std::string("{}");
  }};
}

base::Result<suppliers::RemovedWithSource> Services::without_schedules(const std::vector<base::Uuid>& removed) {
  ASSIGN_OR_RETURN(auto gone, remove_schedules_of(schedules, {removed.begin(), removed.end()}));
  return suppliers::RemovedWithSource{removed, std::move(gone)};
}

base::Result<> Services::tidy_machine() {
  const base::Timestamp now = base::Timestamp::now();
  RETURN_IF_FAILED(uploads.remove_expired(now));
  return parts->storage.remove_leftovers(now + -std::chrono::hours(24));
}

base::Result<> Services::tidy() {
  const base::Timestamp now = base::Timestamp::now();
  RETURN_IF_FAILED(identity.tidy());
  RETURN_IF_FAILED(identity::tidy_idempotency(parts->databases.main, now));
  RETURN_IF_FAILED(platform::queue::ProcessRegistry(parts->databases.main).tidy(now));
  RETURN_IF_FAILED(analytics.fold());  // before what it counts is gone
  ASSIGN_OR_RETURN(const settings::SettingValues values, settings.read());
  const auto cutoff = [&](std::string_view name) -> std::optional<base::Timestamp> {
    const std::int64_t days = values.integer(name);
    if (days == 0) return std::nullopt;  // kept for ever
    return now + -std::chrono::microseconds(std::chrono::hours(24 * days));
  };
  if (const auto at = cutoff(settings::audit_retention_days)) RETURN_IF_FAILED(identity.audit().remove_older_than(*at));
  if (const auto at = cutoff(settings::job_retention_days)) RETURN_IF_FAILED(queue.remove_older_than(*at));
  if (const auto at = cutoff(settings::import_log_retention_days)) {
    RETURN_IF_FAILED(parts->imports.remove_logs_older_than(*at));
  }
  RETURN_IF_FAILED(parts->imports.remove_dry_runs_older_than(now + -imports::dry_runs_kept_for));
  if (const auto at = cutoff(settings::import_file_retention_days)) {
    RETURN_IF_FAILED(parts->imports.remove_files_older_than(*at));
  }
  return {};
}

}  // namespace app
