#pragma once

#include "app/news.h"
#include "app/parts.h"
#include "domain/analytics/analytics.h"
#include "domain/analytics/dashboard.h"
#include "domain/identity/identity.h"
#include "domain/imports/imports_routes.h"
#include "domain/suppliers/sources_routes.h"
#include "platform/cache/cache.h"
#include "platform/db/data_version.h"
#include "platform/events/event_bus.h"
#include "platform/queue/schedules.h"
#include "platform/queue/worker.h"
#include "platform/telemetry/log.h"

namespace app {

/// What the services are told of the world outside, read from the settings before any of them is made.
struct Outside {
  identity::IdentityOptions identity;
  platform::client::AddressRules rules;
  std::optional<platform::client::MailServer> mail_server;

  /// Fails when a setting is wrong.
  static base::Result<Outside> from(const platform::config::Settings& settings);
};

/// Every service of the program, in the order they need each other; the page on which they are put together. Neither
/// sockets nor threads of its own.
struct Services {
  Services(std::unique_ptr<Parts> opened, Outside outside, platform::telemetry::Log& log);
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;

  /// Everything that can be asked over HTTP, but for the health and the live events of a process.
  platform::http::RouteTable routes();
  /// Gives the worker every kind of job.
  void handle_jobs(platform::queue::Worker& worker);
  /// Removes what has expired and what nobody keeps any longer. Meant for every hour.
  base::Result<> tidy();

  platform::telemetry::Log& log;
  std::unique_ptr<Parts> parts;
  identity::IdentityService identity;
  platform::cache::Cache cache;
  platform::db::DataVersion catalog_version;
  platform::events::EventBus events;
  platform::queue::JobQueue queue;
  platform::queue::Schedules schedules;
  settings::SettingsService settings;
  imports::UploadService uploads;
  imports::BackgroundImports imports;
  platform::client::HttpClient client;
  suppliers::SourceService sources;
  suppliers::SourceFetcher fetcher;
  notifications::Notifier notifier;
  analytics::AnalyticsService analytics;
  analytics::DashboardService dashboard;
  News news;

 private:
  platform::http::AuditSink audit_sink();
};

}  // namespace app
