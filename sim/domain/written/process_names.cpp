#include "sim/domain/written/process_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/domain/written/tokens.hpp"

namespace crisper::written {
namespace {

/// Roles that any design may have.
constexpr auto taken =
    std::to_array<std::string_view>({"actor",         "actor-registry", "command-queue",   "command-relay",
                                     "command-store", "consumer-node",  "coordinator",     "enricher",
                                     "entity",        "event-grid",     "event-log",       "event-relay",
                                     "event-store",   "external",       "function",        "function-host",
                                     "handler",       "lock-service",   "log-archive",     "log-door",
                                     "own-events",    "policy",         "process-manager", "projection",
                                     "publisher",     "quota-service",  "receptor",        "relay",
                                     "request",       "router",         "service",         "snapshot-store",
                                     "subscriber",    "all"});

/// What a consumer or a service brings along is called like it, with one of these behind.
constexpr auto endings =
    std::to_array<std::string_view>({"-relay", "-writer", "-functions", "-node", "-tracker", "-processor"});

bool ends_in_number(std::string_view name) {
  const std::size_t dash = name.rfind('-');
  return dash != std::string_view::npos && name.find_first_not_of("0123456789", dash + 1) == std::string_view::npos;
}

}  // namespace

std::string problem_with_process_name(std::string_view name) {
  std::string plain(name);
  std::ranges::replace(plain, '-', '_');
  if (!is_name(plain) || name.ends_with('-')) {
    return fmt::format("'{}' can't be a name: letters, digits, _ and -", name.substr(0, 60));
  }
  const bool derived = std::ranges::any_of(endings, [&](std::string_view each) { return name.ends_with(each); });
  if (derived || ends_in_number(name) || std::ranges::find(taken, name) != taken.end()) {
    return fmt::format("'{}' is what one of the system's own processes may be called", name);
  }
  return {};
}

bool is_process_of(const Model& model, std::string_view name) {
  const auto is_in = [&](const auto& list, auto member) { return std::ranges::find(list, name, member) != list.end(); };
  return is_in(model.views, &View::name) || is_in(model.reactions, &ReactionModel::name) ||
         is_in(model.processes, &ProcessModel::name) || is_in(model.services, &Service::name) ||
         std::ranges::any_of(model.entities, [&](const Entity& each) { return each.by_reaction && each.name == name; });
}

}  // namespace crisper::written
