// `faults:`, what goes wrong: one record per kind, told apart by the kind's name among its keys.
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/record_format.hpp"
#include "sim/scenario/section_formats.hpp"

namespace crisper::sim {
namespace {

using namespace std::chrono_literals;
using FaultRecord = std::shared_ptr<Record<FaultSpec>>;

/// The two ends of a link.
FormatPtr<FaultSpec> link_ends() {
  auto record = new_record<FaultSpec>();
  record->field("from", &FaultSpec::from, name_pattern(), "the sender: a process, role or host; * for any characters")
      .only_if([](const FaultSpec& spec) { return !spec.from.empty(); })
      .field("to", &FaultSpec::to, name_pattern(), "the receiver, likewise")
      .only_if([](const FaultSpec& spec) { return !spec.to.empty(); });
  return record;
}

void add_link(const FaultRecord& record) {
  record->group("on", link_ends(), "which links; left out: all").only_if([](const FaultSpec& spec) {
    return !spec.from.empty() || !spec.to.empty();
  });
}

void add_target(const FaultRecord& record, std::string kind, std::string doc) {
  record->field(std::move(kind), &FaultSpec::to, name_pattern(), std::move(doc)).required();
}

void add_times(const FaultRecord& record, const std::string& length_doc) {
  record
      ->field<Duration>(
          "at", [](const FaultSpec& spec) { return spec.at - sim_start; },
          [](FaultSpec& spec, Duration at) { spec.at = sim_start + at; }, duration(), "when it begins")
      .only_if([](const FaultSpec& spec) { return spec.at != sim_start; });
  if (!length_doc.empty()) {
    record->field("for", &FaultSpec::lasting, optional_of(duration({.least = Duration(1ns)})), length_doc);
  }
}

void add_schedule(const FaultRecord& record) {
  record->field("every", &FaultSpec::every, optional_of(duration({.least = Duration(1ms)})),
                "again and again, at random moments with this mean gap; left out: once");
  record
      ->field<std::optional<Duration>>(
          "until",
          [](const FaultSpec& spec) { return spec.until ? std::optional(*spec.until - sim_start) : std::nullopt; },
          [](FaultSpec& spec, std::optional<Duration> until) {
            spec.until = until ? std::optional(sim_start + *until) : std::nullopt;
          },
          optional_of(duration({.least = Duration(1ns)})),
          "with every: from then on no more; left out: until the run ends")
      .field("times", &FaultSpec::times, optional_of(small_number({.least = 1, .most = 1'000'000'000})),
             "with every: how often at most, for each that it strikes; left out: until the run ends")
      .check([](const FaultSpec& spec, const YamlNode& node, Reader& reader) {
        if (!spec.every && spec.until) {
          return reader.fail_here(position_of(node, "until"), "until ends what comes again: it needs 'every'");
        }
        if (!spec.every && spec.times) {
          return reader.fail_here(position_of(node, "times"), "times counts what comes again: it needs 'every'");
        }
        if (spec.until && *spec.until <= spec.at) {
          return reader.fail_here(position_of(node, "until"), "until is not after at: it would never strike");
        }
      });
}

void add_amount(const FaultRecord& record, std::string doc) {
  record->field<DurationRange>(
      "by",
      [](const FaultSpec& spec) {
        return DurationRange{spec.amount_min, spec.amount_max};
      },
      [](FaultSpec& spec, DurationRange range) {
        spec.amount_min = range.low;
        spec.amount_max = range.high;
      },
      duration_range(), std::move(doc));
}

FormatPtr<FaultSpec> finished(const FaultRecord& record) {
  record
      ->field("required", &FaultSpec::required, on_or_off(), "a run in which it never struck is `unknown`, not a pass")
      .only_if([](const FaultSpec& spec) { return spec.required; });
  return record;
}

/// loss, duplicate, reorder, delay, corrupt: a chance for each message.
FormatPtr<FaultSpec> message_fault(FaultKind kind) {
  auto record = new_record<FaultSpec>();
  record
      ->field(std::string(name_of(kind)), &FaultSpec::rate, chance(),
              "the chance that " + std::string(fault_kinds[static_cast<std::size_t>(kind)].meaning))
      .required();
  add_link(record);
  if (kind == FaultKind::duplicate) add_amount(record, "how long after the original the copy arrives");
  if (kind == FaultKind::reorder) add_amount(record, "how long it is held while later ones pass");
  if (kind == FaultKind::delay) {
    add_amount(record, "how much later");
    record->required();
  }
  add_times(record, "how long messages are at risk; left out: until the end");
  return finished(record);
}

FormatPtr<FaultSpec> bandwidth_fault() {
  auto record = new_record<FaultSpec>();
  record
      ->field("bandwidth", &FaultSpec::percent, percent({.least = 1, .most = 100}),
              "what is left of a link's bandwidth")
      .required();
  add_link(record);
  add_times(record, "how long; left out: until the end");
  return finished(record);
}

/// The two sides of a partition: [a, b], or {from: a, to: b}.
struct Sides {
  std::string from;
  std::string to;
};

class SidesFormat final : public Format<Sides> {
 public:
  void read(const YamlNode& node, Sides& sides, Reader& reader) const override {
    if (!node.is_list()) return record_->read(node, sides, reader);
    if (node.items.size() != 2) return reader.fail_here(node.at, "a partition has two sides, as in [host-1, host-2]");
    side_->read(node.items[0], sides.from, reader);
    side_->read(node.items[1], sides.to, reader);
  }
  YamlNode write(const Sides& sides) const override { return record_->write(sides); }
  Grammar grammar(const Sides& initial) const override {
    Grammar pair;
    pair.kind = Grammar::Kind::list;
    pair.word = "the two sides";
    pair.parts.push_back(side_->grammar({}));
    return Grammar::one_of("the two sides, as a list or as from and to", {pair, record_->grammar(initial)});
  }

 private:
  static FormatPtr<Sides> from_and_to() {
    auto record = new_record<Sides>();
    record->field("from", &Sides::from, name_pattern(), "one side: a process, role or host; * for any characters")
        .required()
        .field("to", &Sides::to, name_pattern(), "the other, likewise")
        .required();
    return record;
  }
  FormatPtr<std::string> side_ = name_pattern();
  FormatPtr<Sides> record_ = from_and_to();
};

FormatPtr<FaultSpec> partition_fault() {
  auto record = new_record<FaultSpec>();
  record
      ->field<Sides>(
          "partition",
          [](const FaultSpec& spec) {
            return Sides{spec.from, spec.to};
          },
          [](FaultSpec& spec, Sides sides) {
            spec.from = sides.from;
            spec.to = sides.to;
          },
          std::make_shared<SidesFormat>(), "the sides that no longer hear each other")
      .required()
      .field("one_way", &FaultSpec::one_way, on_or_off(), "only messages from the first to the second are stopped")
      .only_if([](const FaultSpec& spec) { return spec.one_way; });
  add_times(record, "how long; left out: until the end");
  return finished(record);
}

FormatPtr<FaultSpec> crash_fault() {
  auto record = new_record<FaultSpec>();
  add_target(record, "crash", "what stops and forgets what it hadn't synced: a process, role or host");
  add_times(record, "");
  add_schedule(record);
  record->field("restart_after", &FaultSpec::restart_after, optional_of(duration()), "left out: it stays down");
  return finished(record);
}

FormatPtr<FaultSpec> pause_fault() {
  auto record = new_record<FaultSpec>();
  add_target(record, "pause", "what stops for a while and forgets nothing: a process, role or host");
  add_times(record, "how long; left out: until the end");
  add_schedule(record);
  return finished(record);
}

FormatPtr<FaultSpec> slow_fault() {
  auto record = new_record<FaultSpec>();
  add_target(record, "slow", "what needs more processor time: a process, role or host");
  record->field("by", &FaultSpec::percent, percent({.least = 1, .most = 1'000'000}), "times the normal processor time")
      .required();
  add_times(record, "how long; left out: until the end");
  return finished(record);
}

FormatPtr<FaultSpec> clock_skew_fault() {
  auto record = new_record<FaultSpec>();
  add_target(record, "clock_skew", "whose clock goes wrong: a process, role or host");
  record
      ->field<Duration>(
          "by", [](const FaultSpec& spec) { return spec.amount_min; },
          [](FaultSpec& spec, Duration by) { spec.amount_min = spec.amount_max = by; }, signed_duration(),
          "what is added to its wall clock; may be negative")
      .field("drift", &FaultSpec::drift_ppm, drift(),
             "how fast the error of both its clocks grows, in parts per million");
  add_times(record, "how long; left out: until the end");
  return finished(record);
}

/// lost_unsynced_writes, torn_write, io_error, full, slow_sync.
FormatPtr<FaultSpec> disk_fault(FaultKind kind) {
  auto record = new_record<FaultSpec>();
  add_target(record, std::string(name_of(kind)), "whose disk: a process, role or host");
  if (kind == FaultKind::slow_sync) {
    add_amount(record, "how much longer a sync takes");
    record->required();
  }
  add_times(record, "how long; left out: until the end");
  add_schedule(record);
  return finished(record);
}

/// timeout_after_effect, reject, late_reply.
FormatPtr<FaultSpec> outside_fault(FaultKind kind) {
  auto record = new_record<FaultSpec>();
  add_target(record, std::string(name_of(kind)), "which service of the world outside: a process, role or host");
  if (kind == FaultKind::late_reply) {
    add_amount(record, "how much later its answers come");
    record->required();
  }
  add_times(record, "how long; left out: until the end");
  add_schedule(record);
  return finished(record);
}

FormatPtr<FaultSpec> record_of(FaultKind kind) {
  if (is_disk_fault(kind)) return disk_fault(kind);
  if (is_outside_fault(kind)) return outside_fault(kind);
  switch (kind) {
    case FaultKind::bandwidth:
      return bandwidth_fault();
    case FaultKind::partition:
      return partition_fault();
    case FaultKind::crash:
      return crash_fault();
    case FaultKind::pause:
      return pause_fault();
    case FaultKind::slow:
      return slow_fault();
    case FaultKind::clock_skew:
      return clock_skew_fault();
    default:
      return message_fault(kind);
  }
}

}  // namespace

FormatPtr<FaultSpec> fault_format() {
  std::vector<TaggedFormat<FaultSpec>::Alternative> alternatives;
  for (std::size_t i = 0; i < fault_kinds.size(); ++i) {
    const auto kind = static_cast<FaultKind>(i);
    FaultSpec prototype;
    prototype.kind = kind;
    if (kind == FaultKind::reorder) {
      prototype.amount_min = std::chrono::milliseconds(1);
      prototype.amount_max = std::chrono::milliseconds(20);
    }
    alternatives.push_back({std::string(name_of(kind)), record_of(kind), prototype});
  }
  return std::make_shared<TaggedFormat<FaultSpec>>(
      "a fault", std::move(alternatives), [](const FaultSpec& spec) { return static_cast<std::size_t>(spec.kind); });
}

}  // namespace crisper::sim
