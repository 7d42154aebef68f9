// Trace Event JSON: "Trace Event Format", the Chromium project. Hosts are its processes, rows of a process its threads;
// times are microseconds, with digits behind the point for nanoseconds.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "reports/exports/exports.hpp"
#include "reports/exports/run_lanes.hpp"
#include "reports/support/harmless_text.hpp"

namespace crisper::reports {
namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::int64_t threads_from = 1'000;  ///< a host and a row never have the same number
constexpr std::int64_t rows_max = 10'000;     ///< of one process
constexpr std::int64_t lanes_max = 3'000;     ///< of one kind

std::string json_line(const OrderedJson& json) {
  return harmless_text(json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace));
}

std::string microseconds(std::int64_t ns) { return fmt::format("{}.{:03}", ns / 1'000, ns % 1'000); }

struct Place {
  std::int64_t host = 1;
  std::string name;
};

class TraceWriting {
 public:
  explicit TraceWriting(const sim::TraceReader& trace) : trace_(trace) {}

  Result<std::string, std::string> write() && {
    find_cut();
    find_places();
    rows();
    flows();
    counters();
    instants();
    if (!trouble_.empty()) return failure(trouble_);
    OrderedJson facts = {{"deliveries left out", left_out_}};
    for (const auto& [key, value] : trace_.run()) facts[key] = value;
    return "{\"traceEvents\":[\n" + events_ + "\n],\n\"displayTimeUnit\":\"ns\",\n\"otherData\":" + json_line(facts) +
           "}\n";
  }

 private:
  template <class Visit>
  void each(const std::string& sql, Visit visit) {
    if (!trouble_.empty()) return;
    const auto read = trace_.for_each(sql, [&](const sim::TraceRow& row) {
      visit(row);
      return true;
    });
    if (!read) trouble_ = read.error().message;
  }

  /// One event a line: `rest` are further members, each behind a comma.
  void event(char phase, std::int64_t at_ns, std::int64_t host, std::int64_t thread, std::string_view name,
             const std::string& rest) {
    events_ +=
        fmt::format("{}{{\"ph\":\"{}\",\"ts\":{},\"pid\":{},\"tid\":{},\"name\":{}{}}}", events_.empty() ? "" : ",\n",
                    phase, microseconds(at_ns), host, thread, json_line(std::string(name)), rest);
  }
  void name_it(const char* what, std::int64_t host, std::int64_t thread, const std::string& name) {
    event('M', 0, host, thread, what, fmt::format(",\"args\":{{\"name\":{}}}", json_line(name)));
  }

  /// What is beyond the limit is left out: all that began later, and deliveries that ended later.
  void find_cut() {
    each("SELECT COALESCE(MAX(at_ns), 0) FROM observation", [&](const auto& row) { cut_ns_ = row.integer(0); });
    std::int64_t deliveries = 0;
    each("SELECT COUNT(*) FROM delivery", [&](const auto& row) { deliveries = row.integer(0); });
    left_out_ = std::max<std::int64_t>(0, deliveries - perfetto_deliveries_max);
    if (left_out_ == 0) return;
    each(fmt::format("SELECT MAX(COALESCE(sent_at, 0)) FROM delivery WHERE id <= {}", perfetto_deliveries_max),
         [&](const auto& row) { cut_ns_ = std::min(cut_ns_, row.integer(0)); });
  }

  void find_places() {
    std::map<std::string, std::int64_t> hosts;
    each("SELECT id, COALESCE(name, ''), COALESCE(host, '') FROM process ORDER BY id", [&](const auto& row) {
      const std::string host(row.text(2));
      const auto [found, is_new] = hosts.try_emplace(host, static_cast<std::int64_t>(hosts.size()) + 1);
      if (is_new) name_it("process_name", found->second, 0, host.empty() ? "no host" : "host " + host);
      places_[row.integer(0)] = {.host = found->second, .name = std::string(row.text(1))};
    });
  }

  std::int64_t host_of(std::int64_t process) const {
    const auto found = places_.find(process);
    return found == places_.end() ? 1 : found->second.host;
  }

  /// A process has a row for its life and its turns, which nest; what overlaps, and states and locks, have rows below.
  std::int64_t row_of(std::int64_t process, LaneKind kind, std::size_t lane) {
    const std::int64_t first = threads_from + process * rows_max;
    const bool is_own_row = kind <= LaneKind::turns && lane == 0;
    // Beyond so many at once they share a row.
    const std::int64_t row = is_own_row ? first
                                        : first + lanes_max * (static_cast<std::int64_t>(kind) - 1) +
                                              std::min(static_cast<std::int64_t>(lane), lanes_max - 2) + 1;
    if (named_rows_.insert(row).second) {
      std::string name = places_.contains(process) ? places_.at(process).name : fmt::format("process {}", process);
      if (!is_own_row) name += fmt::format(": {}", lane_word(kind));
      if (!is_own_row && lane > 0) name += fmt::format(" {}", lane + 1);
      name_it("thread_name", host_of(process), row, name);
      event('M', 0, host_of(process), row, "thread_sort_index", fmt::format(",\"args\":{{\"sort_index\":{}}}", row));
    }
    return row;
  }

  void rows() {
    const auto spans = spans_of(trace_, cut_ns_);
    if (!spans) {
      trouble_ = spans.error();
      return;
    }
    for (const LaneSpan& each : *spans) {
      event('X', each.from_ns, host_of(each.process), row_of(each.process, each.kind, each.lane), each.name,
            fmt::format(",\"cat\":\"{}\",\"dur\":{}", lane_word(each.kind), microseconds(each.to_ns - each.from_ns)));
    }
  }

  /// From where a message was sent to where it was taken up; one that never came has no arrow, but a mark.
  void flows() {
    each(
        "SELECT d.id, d.sender, d.receiver, COALESCE(t.name, 'message'), d.sent_at,"
        " COALESCE(d.begun_at, d.arrived_at), f.name"
        " FROM delivery d LEFT JOIN message_type t ON t.id = d.type JOIN fate f ON f.id = d.fate"
        " WHERE d.sent_at IS NOT NULL AND d.sender IS NOT NULL AND d.receiver IS NOT NULL ORDER BY d.sent_at, d.id",
        [&](const auto& row) {
          const std::int64_t sender = row.integer(1), receiver = row.integer(2), sent = row.integer(4);
          if (sent > cut_ns_ || sender == receiver) return;
          const std::string name(row.text(3));
          if (row.is_null(5)) {
            event('i', sent, host_of(sender), row_of(sender, LaneKind::turns, 0),
                  name + ": " + std::string(row.text(6)), ",\"cat\":\"message\",\"s\":\"t\"");
            return;
          }
          if (row.integer(5) > cut_ns_) return;
          const std::string id = fmt::format(",\"cat\":\"message\",\"id\":{}", row.integer(0));
          event('s', sent, host_of(sender), row_of(sender, LaneKind::turns, 0), name, id);
          event('f', row.integer(5), host_of(receiver), row_of(receiver, LaneKind::turns, 0), name,
                id + ",\"bp\":\"e\"");
        });
  }

  void counters() {
    each("SELECT q.at_ns, q.queue, q.waiting, o.process FROM queue_depth q CROSS JOIN observation o ON o.id = q.id"
         " WHERE q.queue IS NOT NULL ORDER BY q.id",
         [&](const auto& row) {
           if (row.integer(0) > cut_ns_) return;
           event('C', row.integer(0), host_of(row.integer(3)), 0, std::string(row.text(1)) + ": commands waiting",
                 fmt::format(",\"args\":{{\"waiting\":{}}}", row.integer(2)));
         });
  }

  /// Faults and crashes.
  void instants() {
    each(
        "SELECT o.at_ns, o.process, k.name, COALESCE(w.name, '') FROM observation o JOIN kind k ON k.id = o.kind"
        " LEFT JOIN word w ON k.name = 'fault.fired' AND w.list = 'FaultKind' AND w.value = o.b"
        " WHERE o.process IS NOT NULL AND o.kind IN (SELECT id FROM kind WHERE name IN ('fault.fired',"
        " 'process.crashed', 'session.broken', 'lock.expired', 'command.expired')) ORDER BY o.id",
        [&](const auto& row) {
          const std::int64_t process = row.integer(1);
          if (row.integer(0) > cut_ns_) return;
          std::string name(row.text(2));
          if (!row.text(3).empty()) name += ": " + std::string(row.text(3));
          event('i', row.integer(0), host_of(process), row_of(process, LaneKind::turns, 0), name,
                ",\"cat\":\"fault\",\"s\":\"t\"");
        });
  }

  const sim::TraceReader& trace_;
  std::string events_;
  std::string trouble_;
  std::map<std::int64_t, Place> places_;
  std::set<std::int64_t> named_rows_;
  std::int64_t cut_ns_ = 0;
  std::int64_t left_out_ = 0;
};

}  // namespace

Exported perfetto_of(const ReportSubject& subject) {
  const auto trace = trace_of(subject);
  if (!trace) return failure(trace.error());
  return TraceWriting(**trace).write();
}

}  // namespace crisper::reports
