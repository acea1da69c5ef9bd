#pragma once

#include <boost/json.hpp>

#include "platform/containers/engine.h"

namespace platform::containers {

/// How to make a container like `old` from another image. What `old` has only because its image said so is left to the
/// new image, and so is what belongs to one container alone (host name, address, id among the aliases).
Blueprint blueprint_of(const Inspected& old, const boost::json::object& old_image, const std::string& new_image);

/// The host ports a container publishes, "80/tcp": a second one cannot have them.
std::vector<std::string> published_ports(const Inspected& container);
/// Networks in which the container has an address of its own choosing: a second one cannot have it.
std::vector<std::string> fixed_addresses(const Inspected& container);

/// "registry:5000/suppliers-import/api:1.3.0" with another tag. A digest is dropped.
std::string with_tag(std::string_view image, std::string_view tag);
/// "1.3.0"; "" when the image has no tag.
std::string tag_of(std::string_view image);

}  // namespace platform::containers
