// A log for ShiViz: I. Beschastnikh, P. Liu, A. Xing, P. Wang, Y. Brun, M. D. Ernst, "Visualizing Distributed System
// Executions", ACM TOSEM 29(2), 2020. Clocks: C. Fidge, F. Mattern, 1988: an event has all that it could know of, by
// the order within its process, and by the messages that reached it.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "properties/verdict.hpp"
#include "reports/exports/exports.hpp"
#include "reports/support/harmless_text.hpp"
#include "reports/support/utf8.hpp"

namespace crisper::reports {
namespace {

/// What ShiViz splits the log by: the first line of the file.
constexpr const char* expression = R"((?<host>\S*) (?<clock>{.*})\n(?<event>.*))";

/// What \s of its expression means; a host has none of it.
bool is_space(std::uint32_t code) {
  return code == 0x20 || code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a) || code == 0x202f ||
         code == 0x205f || code == 0x3000 || code == 0xfeff;
}

std::string without_spaces(std::string_view text) {
  const std::string words = harmless_words(text);
  std::string result;
  for (std::string_view rest = words; !rest.empty();) {
    const Utf8Character character = first_character(rest);
    if (is_space(character.code)) {
      result += '_';
    } else {
      result += rest.substr(0, character.bytes);
    }
    rest.remove_prefix(character.bytes);
  }
  return result.empty() ? "_" : result;
}

using Clock = std::map<std::int64_t, std::uint64_t>;  ///< by process

/// Everything but turns, as the view `timeline` has it; and of an arrival, which observation sent it.
constexpr const char* events_sql = R"(
  SELECT id, at_ns, process, text, sent_id FROM (
    SELECT s.id, s.at_ns, p.id AS process, s.what || COALESCE(' ' || s.stream_name, '') || ' ' || s.text AS text,
           NULL AS sent_id
    FROM said s JOIN observation o ON o.id = s.id JOIN process p ON p.id = o.process WHERE s.id > {0} AND s.id <= {1}
    UNION ALL
    SELECT d.sent_id, d.sent_at, d.sender, 'sends ' || COALESCE(t.name, '') || ' to ' || COALESCE(r.name, '') ||
           CASE WHEN d.arrived_id > {1} THEN ' (came later)' WHEN d.arrived_id IS NOT NULL THEN ''
                WHEN f.name = 'in flight' THEN ' (still under way)' ELSE ' (never came: ' || f.name || ')' END, NULL
    FROM delivery d LEFT JOIN message_type t ON t.id = d.type LEFT JOIN process r ON r.id = d.receiver
    JOIN fate f ON f.id = d.fate
    WHERE d.sent_id > {0} AND d.sent_id <= {1} AND NOT d.duplicate AND d.sender IS NOT NULL
    UNION ALL
    SELECT d.arrived_id, d.arrived_at, d.receiver, 'has ' || COALESCE(t.name, '') || ' of ' || COALESCE(s.name, ''),
           d.sent_id
    FROM delivery d LEFT JOIN message_type t ON t.id = d.type LEFT JOIN process s ON s.id = d.sender
    WHERE d.arrived_id > {0} AND d.arrived_id <= {1} AND d.receiver IS NOT NULL)
  ORDER BY id)";

/// The last of them that are told: up to the first violation where there is one, else from the beginning of the run.
struct Window {
  std::int64_t after = 0;
  std::int64_t upto = 0;
  std::int64_t all = 0;
};

Result<Window, std::string> window_of(const RunSource& source, const sim::TraceReader& trace) {
  Window window;
  const auto read = trace.for_each(
      "SELECT MAX(id) FROM (SELECT MAX(id) AS id FROM observation UNION ALL SELECT MAX(MAX(COALESCE(sent_id, 0),"
      " COALESCE(arrived_id, 0))) FROM delivery)",
      [&](const sim::TraceRow& row) {
        window.all = row.integer(0);
        return true;
      });
  if (!read) return failure(read.error().message);
  window.upto = std::min(window.all, shiviz_events_max);
  std::int64_t failed = 0;
  for (const properties::PropertyResult& each : source.run.result.properties) {
    if (!each.counts || each.verdict != properties::Verdict::fail || each.violations.empty()) continue;
    std::int64_t last = 0;
    for (const properties::Evidence& proof : each.violations.front().evidence) {
      last = std::max(last, static_cast<std::int64_t>(proof.id.value));
    }
    if (last > 0 && (failed == 0 || last < failed)) failed = last;  // of several the earliest: others follow from it
  }
  if (failed > window.upto) {
    window.upto = std::min(failed, window.all);
    window.after = window.upto - shiviz_events_max;
  }
  return window;
}

/// Each process by a name that no other has.
Result<std::map<std::int64_t, std::string>, std::string> hosts_of(const sim::TraceReader& trace) {
  std::map<std::int64_t, std::string> hosts;
  std::set<std::string> taken;
  const auto read =
      trace.for_each("SELECT id, COALESCE(name, '') FROM process ORDER BY id", [&](const sim::TraceRow& row) {
        const std::string plain = without_spaces(row.text(1));
        std::string name = plain;
        for (int number = 2; !taken.insert(name).second; ++number) name = fmt::format("{}~{}", plain, number);
        hosts[row.integer(0)] = std::move(name);
        return true;
      });
  if (!read) return failure(read.error().message);
  return hosts;
}

}  // namespace

Exported shiviz_of(const ReportSubject& subject) {
  const auto trace = trace_of(subject);
  if (!trace) return failure(trace.error());
  const auto window = window_of(std::get<RunSource>(subject), **trace);
  if (!window) return failure(window.error());
  const auto hosts = hosts_of(**trace);
  if (!hosts) return failure(hosts.error());
  // What stands here matches nothing, so ShiViz passes it by.
  std::string text = fmt::format("{}\n\ncrisper: observations {} to {} of {}\n", expression, window->after + 1,
                                 window->upto, window->all);
  std::map<std::int64_t, Clock> clocks;
  std::map<std::int64_t, Clock> sent;  // by observation
  const auto read = (*trace)->for_each(
      fmt::format(fmt::runtime(events_sql), window->after, window->upto), [&](const sim::TraceRow& row) {
        const std::int64_t process = row.integer(2);
        const auto host = hosts->find(process);
        if (host == hosts->end()) return true;
        Clock& clock = clocks[process];
        ++clock[process];
        if (const auto origin = sent.find(row.integer(4)); !row.is_null(4) && origin != sent.end()) {
          for (const auto& [other, time] : origin->second) clock[other] = std::max(clock[other], time);
        }
        if (row.text(3).starts_with("sends ")) sent[row.integer(0)] = clock;
        nlohmann::ordered_json json = nlohmann::ordered_json::object();
        for (const auto& [other, time] : clock) json[hosts->at(other)] = time;
        text += fmt::format("{} {}\n{} {}\n", host->second, json.dump(), to_text(SimTime(Duration(row.integer(1)))),
                            harmless_words(row.text(3)));
        return true;
      });
  if (!read) return failure(read.error().message);
  return text;
}

}  // namespace crisper::reports
