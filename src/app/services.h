#pragma once

#include <filesystem>
#include <vector>

#include "app/news.h"
#include "app/parts.h"
#include "app/redis_servers.h"
#include "domain/analytics/analytics.h"
#include "domain/analytics/dashboard.h"
#include "domain/identity/identity.h"
#include "domain/imports/imports_routes.h"
#include "domain/media/media_routes.h"
#include "domain/media/media_tasks.h"
#include "domain/media/object_image_store.h"
#include "domain/suppliers/sources_routes.h"
#include "ops/backup/backup_tasks.h"
#include "platform/cache/cache.h"
#include "platform/db/data_version.h"
#include "platform/events/event_bus.h"
#include "platform/queue/schedules.h"
#include "platform/queue/worker.h"
#include "platform/redis/shared_cache.h"
#include "platform/redis/shared_events.h"
#include "platform/redis/wakeups.h"
#include "platform/telemetry/log.h"

namespace app {

/// What the services are told of the world outside, read from the settings before any of them is made.
struct Outside {
  identity::IdentityOptions identity;
  platform::client::AddressRules rules;
  std::optional<platform::client::MailServer> mail_server;
  std::vector<std::filesystem::path> watched_folders;  ///< sources may read files below these
  RedisAddresses redis;
  std::string link_secret, previous_link_secret;  ///< sign the addresses of pictures

  /// Fails when a setting is wrong.
  static base::Result<Outside> from(const platform::config::Settings& settings);
};

/// Every service of the program, in the order they need each other; the page on which they are put together. No sockets
/// of its own but those to Redis, whose threads end before what they serve.
struct Services {
  Services(std::unique_ptr<Parts> opened, Outside outside, platform::telemetry::Log& log);
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;

  /// Everything that can be asked over HTTP, but for the health and the live events of a process.
  platform::http::RouteTable routes();
  /// Gives the worker every kind of job.
  void handle_jobs(platform::queue::Worker& worker);
  /// Removes what has expired and what nobody keeps any longer. Meant for every hour, of one process.
  base::Result<> tidy();
  /// Removes files that killed processes of this machine have left. Meant for every hour, of each process.
  base::Result<> tidy_machine();

  platform::telemetry::Log& log;
  std::unique_ptr<Parts> parts;
  identity::IdentityService identity;
  RedisServers redis;
  std::shared_ptr<platform::redis::SharedCache> shared_cache;  ///< null without REDIS_URL, as are the next ones
  platform::cache::Cache cache;
  std::unique_ptr<platform::redis::CacheInvalidations> invalidations;
  platform::db::DataVersion catalog_version;
  platform::events::EventBus events;
  std::unique_ptr<platform::redis::SharedEvents> shared_events;
  platform::queue::JobQueue queue;
  platform::queue::Schedules schedules;
  settings::SettingsService settings;
  backup::BackupTasks backups;
  imports::UploadService uploads;
  imports::BackgroundImports imports;
  platform::client::HttpClient client;
  suppliers::SourceService sources;
  suppliers::SourceFetcher fetcher;
  media::ObjectImageStore image_store;
  media::MediaService media;
  media::Decoder decoder;
  media::FileLinks image_links;
  media::MediaTasks media_tasks;
  std::function<void(const media::FetchEnd&)> on_image_fetched;  ///< set before the worker starts, for metrics
  notifications::OnTold on_told;                                 ///< set before anything starts, for metrics
  notifications::Notifier notifier;
  analytics::AnalyticsService analytics;
  analytics::DashboardService dashboard;
  News news;
  std::unique_ptr<platform::redis::Wakeups> wakeups;

 private:
  platform::http::AuditSink audit_sink();
  /// What is done once an import has finished, wherever it ran.
  platform::queue::HandlerEntry after_imports();
  /// What is done once products show other pictures, not by an import.
  platform::queue::HandlerEntry after_picture_changes();
  /// Removes the schedules that fetched these sources.
  base::Result<suppliers::RemovedWithSource> without_schedules(const std::vector<base::Uuid>& removed);
};

}  // namespace app
