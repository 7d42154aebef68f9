#include "reports/exports/shown_messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "core/base/counted.hpp"

namespace crisper::reports {
namespace {

/// More arrows than this, and nobody follows them.
constexpr std::size_t arrows_max = 60;

/// A delivery of the conversation, with its places in the run.
struct Flight {
  std::string from, to, label;
  std::int64_t sent = 0, sent_at = 0;
  std::optional<std::int64_t> arrived{};
  std::int64_t arrived_at = 0;
  bool was_under_way = false;  ///< when the run ended
};

/// Who fetches its work has it from no conversation: so beside that of the command, all that its handler sent and
/// received while it had the command.
constexpr const char* flights_sql = R"(
  WITH done AS (
    SELECT message AS command, id AS until_id FROM observation
    WHERE kind IN (SELECT id FROM kind WHERE name = 'command.acknowledged') ORDER BY id LIMIT 1),
  given AS (
    SELECT command, until_id, o.peer AS handler, MAX(o.id) AS from_id FROM done
    JOIN observation o ON o.message = command AND o.id < until_id
    WHERE o.kind IN (SELECT id FROM kind WHERE name = 'command.dispatched'))
  SELECT COALESCE(s.name, ''), COALESCE(r.name, ''), COALESCE(t.name, ''), d.sent_id, d.sent_at, d.arrived_id,
         d.arrived_at, f.name = 'in flight'
  FROM given JOIN delivery d LEFT JOIN process s ON s.id = d.sender LEFT JOIN process r ON r.id = d.receiver
  LEFT JOIN message_type t ON t.id = d.type LEFT JOIN fate f ON f.id = d.fate
  WHERE d.sender <> d.receiver AND d.sent_id IS NOT NULL AND (
    d.correlation IN (SELECT correlation FROM observation WHERE message = command
                      AND kind IN (SELECT id FROM kind WHERE name = 'command.accepted'))
    OR (d.sent_id BETWEEN from_id AND until_id AND handler IN (d.sender, d.receiver)))
  ORDER BY d.sent_id, d.id)";

MessageDiagram drawn(const std::vector<Flight>& flights) {
  MessageDiagram diagram;
  std::map<std::int64_t, std::int64_t> when;  // by place in the run
  for (const Flight& each : flights) {
    when[each.sent] = each.sent_at;
    if (each.arrived) when[*each.arrived] = each.arrived_at;
  }
  std::map<std::int64_t, std::size_t> row_of;
  for (const auto& [place, at] : when) {
    row_of[place] = diagram.rows.size();
    diagram.rows.push_back(to_text(SimTime(Duration(at))));
  }
  std::map<std::string, std::size_t> lifelines;
  const auto lifeline_of = [&](const std::string& name) {
    const auto [found, is_new] = lifelines.try_emplace(name, diagram.lifelines.size());
    if (is_new) diagram.lifelines.push_back(name);
    return found->second;
  };
  for (const Flight& each : flights) {
    MessageDiagram::Arrow arrow{
        .from = lifeline_of(each.from), .to = lifeline_of(each.to), .sent = row_of.at(each.sent), .label = each.label};
    if (each.arrived) arrow.arrived = row_of.at(*each.arrived);
    arrow.was_under_way = each.was_under_way;
    diagram.arrows.push_back(std::move(arrow));
  }
  return diagram;
}

Result<ShownMessages, std::string> sample_of(const RunSource& source) {
  if (!source.trace) {
    return failure("there is no failure that was told, and no trace to take a sample from: " + source.trace_trouble);
  }
  std::vector<Flight> flights;
  const auto read = source.trace->for_each(flights_sql, [&](const sim::TraceRow& row) {
    Flight flight{.from = std::string(row.text(0)),
                  .to = std::string(row.text(1)),
                  .label = std::string(row.text(2)),
                  .sent = row.integer(3),
                  .sent_at = row.integer(4)};
    if (!row.is_null(5)) flight.arrived = row.integer(5);
    flight.arrived_at = row.integer(6);
    flight.was_under_way = row.integer(7) != 0;
    flights.push_back(std::move(flight));
    return true;
  });
  if (!read) return failure("the trace can't be read: " + read.error().message);
  if (flights.empty()) return failure(std::string("no command was carried out in this run: there is nothing to show"));
  const std::size_t all = flights.size();
  flights.resize(std::min(all, arrows_max));
  ShownMessages shown{.title = source.run.result.run.scenario, .words = {}, .diagram = drawn(flights)};
  shown.words = fmt::format(
      "A sample: the first command that was carried out, with {} of its conversation and of its handler's work on it",
      all > arrows_max ? fmt::format("the first {} of {} messages", arrows_max, all) : counted(all, "message"));
  return shown;
}

const std::vector<FailureStory>& stories_of(const ReportSubject& subject) {
  static const std::vector<FailureStory> none;
  if (const auto* run = std::get_if<RunSource>(&subject)) return run->stories;
  if (const auto* hunt = std::get_if<HuntSource>(&subject)) return hunt->stories;
  return none;
}

}  // namespace

Result<ShownMessages, std::string> shown_messages_of(const ReportSubject& subject) {
  const std::vector<FailureStory>& stories = stories_of(subject);
  const auto told = std::ranges::find_if(stories, [](const auto& each) { return !each.diagram.arrows.empty(); });
  if (told != stories.end()) {
    ShownMessages shown{
        .title = title_of(subject), .words = told->property + ": " + told->reason, .diagram = told->diagram};
    if (!told->about.empty()) shown.words += ". " + told->about;
    if (stories.size() > 1) shown.words += fmt::format(" {} in all; this is one.", counted(stories.size(), "cause"));
    return shown;
  }
  if (const auto* run = std::get_if<RunSource>(&subject)) return sample_of(*run);
  if (const auto trace = trace_of(subject); stories.empty() && !trace) {
    return failure("there is no failure that was told, and " + trace.error());
  }
  return failure("no cause of this hunt could be told with its messages: " + stories.front().about);
}

}  // namespace crisper::reports
