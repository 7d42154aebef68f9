#include "properties/metrics/metrics_collector.hpp"

#include <algorithm>

#include "core/domain/smart_fridge/messages.hpp"
#include "properties/support/words.hpp"

namespace crisper::properties {

using enum ObservationKind;

MetricsCollector::MetricsCollector(const Names& names)
    : names_(names), wants_{message_sent,          message_delivered,  message_dropped,   reply_late,
                            call_timed_out,        turn_begun,         command_submitted, command_accepted,
                            command_enqueued,      command_dispatched, command_handled,   command_rejected,
                            command_repeated,      command_retried,    command_expired,   command_answered,
                            command_dead_lettered, command_gave_up,    lock_granted,      lock_expired,
                            lock_refused,          event_appended,     append_refused,    event_published,
                            event_applied,         event_ignored} {}

void MetricsCollector::observe(const Observation& seen, ObservationId) {
  ++kinds_[static_cast<std::size_t>(seen.kind)];
  switch (seen.kind) {
    case message_delivered: {
      Role& role = role_of(seen.process);
      role.mailbox_peak = std::max(role.mailbox_peak, seen.b);
      return;
    }
    case turn_begun: return role_of(seen.process).mailbox_wait.add(seen.b);
    case message_dropped: ++drops_[static_cast<std::size_t>(seen.b) % drops_.size()]; return;
    case lock_granted: return lock_wait_.add(seen.b);
    case command_submitted:
    case command_accepted:
    case command_enqueued:
    case command_dispatched:
    case command_handled:
    case command_rejected:
    case command_answered: return on_command(seen);
    case event_appended:
    case event_applied:
    case event_ignored: return on_event(seen);
    default: return;
  }
}

void MetricsCollector::on_command(const Observation& seen) {
  switch (seen.kind) {
    case command_submitted: commands_[seen.message].category = seen.stream.category(); return;
    case command_accepted: first_accepted_ = std::min(first_accepted_, seen.at); return;
    case command_enqueued: queue_peak_ = std::max(queue_peak_, seen.a); return;
    case command_dispatched:
      if (seen.a > 1) ++redelivered_;
      commands_[seen.message].dispatched = seen.at;
      return;
    case command_handled:
    case command_rejected:
      last_handled_ = std::max(last_handled_, seen.at);
      if (const Command* command = commands_.find(seen.message); command && command->dispatched <= seen.at) {
        handling_time_.add(to_ns(seen.at - command->dispatched));
      }
      return;
    case command_answered: {
      role_of(seen.process).latency.add(seen.b);
      const Command* command = commands_.find(seen.message);
      if (command && command->category == smart_fridge::order_category) order_latency_.add(seen.b);
      return;
    }
    default: return;
  }
}

void MetricsCollector::on_event(const Observation& seen) {
  if (seen.kind == event_ignored) {
    duplicates_ += seen.b == static_cast<std::int64_t>(IgnoreReason::duplicate);
    return;
  }
  if (seen.kind == event_applied) {
    if (const SimTime* appended = appended_.find(seen.message)) {
      staleness_[seen.process].add(to_ns(seen.at - *appended));
    }
    return;
  }
  appended_[seen.message] = seen.at;
  first_appended_ = std::min(first_appended_, seen.at);
  last_appended_ = std::max(last_appended_, seen.at);
  if (seen.stream.category() == smart_fridge::order_category) on_order(seen);
}

void MetricsCollector::on_order(const Observation& seen) {
  if (body_as<smart_fridge::OrderPlaced>(seen.payload)) {
    placed_[seen.stream] = seen.at;
  } else if (const SimTime* placed = placed_.find(seen.stream)) {
    order_completion_.add(to_ns(seen.at - *placed));
  }
}

MetricsCollector::Role& MetricsCollector::role_of(ProcessId process) {
  if (role_by_process_.size() <= process.value) role_by_process_.resize(process.value + std::size_t{1});
  std::uint32_t& place = role_by_process_[process.value];
  if (place == 0) {
    const std::string name = names_.role(process);
    const auto found = std::ranges::find(roles_, name, &Role::name);
    place = static_cast<std::uint32_t>(found - roles_.begin()) + 1;
    if (found == roles_.end()) roles_.push_back({.name = name, .mailbox_wait = {}, .latency = {}});
  }
  return roles_[place - 1];
}

std::vector<MetricsCollector::Part> MetricsCollector::parts() const {
  std::vector<Part> parts{{"order_latency", &order_latency_},
                          {"order_completion", &order_completion_},
                          {"handling_time", &handling_time_},
                          {"lock_wait", &lock_wait_}};
  for (const Role& role : roles_) {
    parts.push_back({"mailbox_wait." + role.name, &role.mailbox_wait});
    parts.push_back({"command_latency." + role.name, &role.latency});
  }
  for (const auto& [consumer, series] : staleness_) parts.push_back({"staleness." + names_.process(consumer), &series});
  std::erase_if(parts, [](const Part& part) { return part.series->count() == 0; });
  return parts;
}

Series MetricsCollector::samples(std::string_view name) const {
  Series all;
  for (const Part& part : parts()) {
    const bool is_whole = part.name == name;
    const bool is_part = part.name.starts_with(name) && part.name.size() > name.size() && part.name[name.size()] == '.';
    if (is_whole || is_part) all.add(*part.series);
  }
  return all;
}

Metrics MetricsCollector::metrics() const {
  Metrics result;
  for (const Part& part : parts()) result.times[part.name] = part.series->percentiles();
  for (const std::string_view whole : {"command_latency", "staleness"}) {
    if (const Series all = samples(whole); all.count() > 0) result.times[std::string(whole)] = all.percentiles();
  }

  auto& counts = result.counts;
  counts["commands_accepted"] = count(command_accepted);
  counts["commands_handled"] = count(command_handled);
  counts["commands_rejected"] = count(command_rejected);
  counts["commands_repeated"] = count(command_repeated);
  counts["commands_retried"] = count(command_retried);
  counts["commands_redelivered"] = redelivered_;
  counts["commands_dead_lettered"] = count(command_dead_lettered);
  counts["commands_answered"] = count(command_answered);
  counts["commands_given_up"] = count(command_gave_up);
  counts["command_queue_peak"] = static_cast<std::uint64_t>(queue_peak_);
  counts["appends_refused"] = count(append_refused);
  counts["events_appended"] = count(event_appended);
  counts["events_published"] = count(event_published);
  counts["events_applied"] = count(event_applied);
  counts["events_duplicate"] = duplicates_;
  counts["locks_granted"] = count(lock_granted);
  counts["locks_expired"] = count(lock_expired);
  counts["locks_refused"] = count(lock_refused);
  counts["messages_sent"] = count(message_sent);
  counts["messages_dropped"] = count(message_dropped);
  counts["calls_timed_out"] = count(call_timed_out);
  counts["replies_late"] = count(reply_late);
  for (std::size_t reason = 0; reason < drops_.size(); ++reason) {
    if (drops_[reason] == 0) continue;
    counts["messages_dropped." + std::string(in_words(static_cast<DropReason>(reason)))] = drops_[reason];
  }
  for (const Role& role : roles_) {
    if (role.mailbox_peak > 0) counts["mailbox_peak." + role.name] = static_cast<std::uint64_t>(role.mailbox_peak);
  }

  const auto per_second = [](std::uint64_t things, SimTime first, SimTime last) {
    return last > first ? static_cast<double>(things) / to_seconds(last - first) : 0.0;
  };
  const std::uint64_t handled = count(command_handled) + count(command_rejected);
  result.rates["commands_per_second"] = per_second(handled, first_accepted_, last_handled_);
  result.rates["events_per_second"] = per_second(count(event_appended), first_appended_, last_appended_);
  const std::uint64_t accepted = count(command_accepted);
  result.rates["messages_per_command"] =
      accepted > 0 ? static_cast<double>(count(message_sent)) / static_cast<double>(accepted) : 0.0;
  return result;
}

}  // namespace crisper::properties
