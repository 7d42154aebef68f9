// `design.roles:`, what the processes of a role take and hold.
#include "sim/scenario/applies.hpp"
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/design/design_parts.hpp"
#include "sim/scenario/design/design_words.hpp"
#include "sim/scenario/distribution_format.hpp"
#include "sim/scenario/record_format.hpp"

namespace crisper::sim {
namespace {

FormatPtr<MailboxSpec> mailbox() {
  auto record = new_record<MailboxSpec>();
  record->field("capacity", &MailboxSpec::capacity, at_least_one(1'000'000'000), "messages that may wait")
      .field("overflow", &MailboxSpec::overflow,
             choice<OverflowPolicy>("an overflow policy"),
             "what a full mailbox does")
      .applies(when::bounded_mailbox());
  return record;
}

/// In a file memory is counted in KiB.
constexpr std::uint64_t kib = 1024;

FormatPtr<MemorySpec> memory() {
  auto record = new_record<MemorySpec>();
  record
      ->field<std::uint64_t>(
          "budget_kib", [](const MemorySpec& spec) { return spec.budget_bytes / kib; },
          [](MemorySpec& spec, std::uint64_t value) { spec.budget_bytes = value * kib; },
          natural_number({.least = 1, .most = 1'000'000'000}),
          "for messages that wait, turns under way and processes spawned; over it the process dies")
      .field("restart_after", &MemorySpec::restart_after, optional_of(duration()),
             "how long until it is started again; left out: it stays dead");
  return record;
}

}  // namespace

FormatPtr<RoleSettings> role_format() {
  auto record = new_record<RoleSettings>();
  record->field("service_time", &RoleSettings::service_time, distribution(),
                "processor time of every turn; of who works in a loop (handlers, relays), of each command or batch "
                "that it takes")
      .field("mailbox", &RoleSettings::mailbox, mailbox(), "how many messages may wait, and what happens then")
      .field("memory", &RoleSettings::memory, optional_of(memory()),
             "what such a process may take; left out: anything");
  return record;
}

}  // namespace crisper::sim
