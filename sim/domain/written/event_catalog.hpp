// EventCatalog: what a team has written about its services and messages in the folders of an EventCatalog.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "sim/domain/own_domain.hpp"
#include "sim/scenario/yaml_tree.hpp"

namespace crisper::written {

/// The same as an AsyncAPI 3 document: services are channels, the commands that they receive are received, the events
/// that they send are sent. Where that can't be: "services/Shop/index.mdx:3:1: why".
Result<sim::YamlNode, std::string> asyncapi_of_catalog(std::string_view title,
                                                       const std::vector<sim::CatalogFile>& files);

}  // namespace crisper::written
