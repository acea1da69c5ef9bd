#pragma once

// What the route files of this room share.

#include <optional>
#include <string>
#include <string_view>

#include "domain/imports/imports_routes.h"

namespace imports {

/// The parts of the table, by resource.
void add_upload_routes(platform::http::RouteTable& table, const ImportRouteParts& parts);
void add_start_routes(platform::http::RouteTable& table, const ImportRouteParts& parts);
void add_reading_routes(platform::http::RouteTable& table, const ImportRouteParts& parts);
void add_file_routes(platform::http::RouteTable& table, const ImportRouteParts& parts);
void add_steering_routes(platform::http::RouteTable& table, const ImportRouteParts& parts);
void add_mapping_routes(platform::http::RouteTable& table, const ImportRouteParts& parts);
void add_job_routes(platform::http::RouteTable& table, const ImportRouteParts& parts);

/// The id in the path; one that is no UUID is as unknown as one that names nothing.
base::Result<base::Uuid> path_id(const platform::http::Request& request, const base::ProblemKind& unknown);
/// The caller's id: uploads belong to people.
std::string owner_of(const platform::http::Request& request);
std::string name_of(const platform::http::Request& request);
void note(const ImportRouteParts& parts, const platform::http::Request& request, std::string_view action,
          std::string_view subject, std::string_view after);

}  // namespace imports
