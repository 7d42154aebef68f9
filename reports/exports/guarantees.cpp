#include "reports/exports/guarantees.hpp"

#include <algorithm>
#include <array>

namespace crisper::reports {
namespace {

using sim::Cargo;

constexpr std::array standing_names{std::string_view("proven"), std::string_view("assumed"),
                                    std::string_view("contradicted")};

/// Whose name ends so reads an outbox, and tells who has it.
bool is_outbox_of_a_consumer(const sim::Channel& channel, const ShownDesign& design) {
  const auto is_reaction = [&](std::size_t box) {
    const std::string_view role = design.first_of(box).role;
    return role == "process-manager" || role == "enricher" || role == "policy" || role == "receptor";
  };
  const std::string_view from = design.first_of(channel.from).role;
  return is_reaction(channel.from) || (from == "relay" && design.first_of(channel.to).role == "command-store");
}

std::string_view judge_of_delivery(const sim::Channel& channel, const ShownDesign& design) {
  switch (channel.cargo) {
    case Cargo::commands:
      // Before a command is accepted, its client alone answers for it.
      if (design.first_of(channel.from).is_client) return {};
      return is_outbox_of_a_consumer(channel, design) ? "outbox_delivered" : "accepted_is_carried_out";
    case Cargo::changes:
      return "acknowledged_is_durable";
    case Cargo::events:
      return "no_event_lost";
    case Cargo::outcomes:
      return "command_answered_once";
    case Cargo::states:
    case Cargo::grants:
    case Cargo::answers:
    case Cargo::requests:
    case Cargo::copies:
      return {};
  }
  return {};
}

std::string_view judge_of_repetition(Cargo cargo) {
  switch (cargo) {
    case Cargo::commands:
      return "command_answered_once";
    case Cargo::changes:
      return "event_appended_once";
    case Cargo::events:
      return "event_applied_once";
    default:
      return {};
  }
}

Guarantee judged(std::string_view about, std::string claim, std::string_view property, const ShownDesign& design) {
  Guarantee guarantee{.about = about, .claim = std::move(claim), .property = std::string(property)};
  const auto seen = std::ranges::find(design.properties, property, &PropertySeen::name);
  if (property.empty() || seen == design.properties.end()) return guarantee;
  guarantee.runs = seen->passed;
  guarantee.failed = seen->failed;
  if (seen->failed > 0) {
    guarantee.standing = Standing::contradicted;
    guarantee.reason = seen->reason;
  } else if (seen->passed > 0) {
    guarantee.standing = Standing::proven;
  }
  return guarantee;
}

}  // namespace

std::string_view standing_word(Standing standing) { return standing_names[static_cast<std::size_t>(standing)]; }

std::vector<Guarantee> guarantees_of(const sim::Channel& channel, const ShownDesign& design) {
  std::vector<Guarantee> all;
  all.push_back(channel.at_least_once ? judged("delivery", "at-least-once", judge_of_delivery(channel, design), design)
                                      : Guarantee{.about = "delivery", .claim = "at-most-once"});
  if (channel.ordered) {
    all.push_back(
        judged("order", "per-state", channel.cargo == Cargo::events ? "events_in_order_per_stream" : "", design));
  } else {
    all.push_back({.about = "order", .claim = "none"});
  }
  if (const std::string_view property = judge_of_repetition(channel.cargo); !property.empty()) {
    all.push_back(channel.once ? judged("repetition", "takes-effect-once", property, design)
                               : Guarantee{.about = "repetition", .claim = "none"});
  }
  return all;
}

}  // namespace crisper::reports
