// Skeleton: a scenario to start from, made of what a team has already written about its messages.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "sim/scenario/yaml_tree.hpp"

namespace crisper::written {

/// Of an AsyncAPI 3 document: its channels are entities, what the application receives are commands, what it sends are
/// events. What such a document doesn't say (what is decided, what changes) is left to be written.
/// `made_from`: what people know the document as.
Result<std::string, sim::TextProblem> skeleton_of_asyncapi(const sim::YamlNode& document,
                                                           std::string_view made_from = "an AsyncAPI document");

}  // namespace crisper::written
