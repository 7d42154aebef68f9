// `workload:` of a written business.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/domain/written/domain_reader.hpp"
#include "sim/domain/written/formats.hpp"
#include "sim/domain/written/process_names.hpp"
#include "sim/domain/written/workload.hpp"
#include "sim/scenario/arrivals_format.hpp"
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/file_beside.hpp"
#include "sim/scenario/nearest_word.hpp"
#include "sim/scenario/record_format.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::written {
namespace {

using namespace sim;
using namespace std::chrono_literals;

constexpr Duration longest_workload = std::chrono::hours(2400);
constexpr std::int64_t popular_max = 1'000'000;  // they are counted one by one

/// `new`, `1..20`, `1..20 zipf(1.1)`, `5`.
class DrawFormat final : public Format<Draw> {
 public:
  void read(const YamlNode& node, Draw& draw, Reader& reader) const override {
    if (!node.is_scalar()) return reader.fail_here(node.at, "expected 'new', or numbers such as 1..20");
    if (node.text == "new") {
      draw = {.fresh = true, .range = {1, 1}, .popularity = {}};
      return;
    }
    const std::size_t space = node.text.find(' ');
    const FromText<NumberRange> range = number_range_from(node.text.substr(0, space));
    if (!range) return reader.fail_here(node.at, range.error());
    draw = {.fresh = false, .range = *range, .popularity = {}};
    if (range->low < -ranges_max || range->high > ranges_max || range->low > range->high) {
      return reader.fail_here(node.at, fmt::format("expected numbers from {} to {}", -ranges_max, ranges_max));
    }
    if (space == std::string::npos) return;
    const FromText<PopularitySpec> popularity = popularity_from(trimmed(std::string_view(node.text).substr(space)));
    if (!popularity) return reader.fail_here(node.at, popularity.error());
    if (popularity->kind != PopularityKind::uniform && range->high - range->low >= popular_max) {
      return reader.fail_here(node.at, fmt::format("at most {} numbers, where some are more wanted", popular_max));
    }
    draw.popularity = *popularity;
  }
  YamlNode write(const Draw& draw) const override {
    if (draw.fresh) return YamlNode::scalar("new");
    std::string text = exact_text(draw.range);
    if (draw.popularity != PopularitySpec{}) text += " " + exact_text(draw.popularity);
    return YamlNode::scalar(text);
  }
  Grammar grammar(const Draw&) const override {
    return Grammar::scalar("new, or numbers and how wanted they are: 1..20 zipf(1.1)",
                           R"({"anyOf": [{"type": "string"}, {"type": "integer"}]})");
  }
};

/// A map whose order counts, from a name to whatever stands there.
template <class T>
class NamedFormat final : public Format<std::vector<T>> {
 public:
  using Value = decltype(T::draw);
  explicit NamedFormat(FormatPtr<Value> format) : format_(std::move(format)) {}

  void read(const YamlNode& node, std::vector<T>& value, Reader& reader) const override {
    if (!node.is_map()) return reader.fail_here(node.at, "expected names and numbers, not " + node.found_text());
    value.clear();
    for (const YamlEntry& entry : node.entries) {
      const Reader::Step step(reader, entry.key);
      if (!is_name(entry.key)) return reader.fail_here(entry.at, "expected a name, of letters, digits and _");
      if (value.size() == 16) return reader.fail_here(entry.at, "at most 16 names");
      value.push_back({.name = entry.key, .draw = {}});
      format_->read(entry.value, value.back().draw, reader);
    }
  }
  YamlNode write(const std::vector<T>& value) const override {
    YamlNode node = YamlNode::map();
    for (const T& each : value) node.add(each.name, format_->write(each.draw));
    return node;
  }
  Grammar grammar(const std::vector<T>&) const override {
    Grammar grammar;
    grammar.kind = Grammar::Kind::map;
    grammar.word = "names and values";
    grammar.parts.push_back(format_->grammar({}));
    return grammar;
  }

 private:
  FormatPtr<Value> format_;
};

/// `bookings.csv`, beside the scenario.
class ImportFormat final : public Format<ImportFile> {
 public:
  explicit ImportFormat(std::shared_ptr<const Model> model) : model_(std::move(model)) {}

  void read(const YamlNode& node, ImportFile& file, Reader& reader) const override {
    const Result<FileBeside, std::string> beside = file_beside(reader, node, csv_bytes_max);
    if (!beside) return reader.fail_here(node.at, beside.error());
    Result<Import, CsvProblem> lines = read_import(beside->text, *model_);
    if (!lines) {
      return reader.fail_here(node.at, fmt::format("{}:{}:{}: {}", node.text, lines.error().line, lines.error().column,
                                                   lines.error().message));
    }
    file = {.path = beside->path, .lines = std::make_shared<const Import>(std::move(*lines))};
  }
  YamlNode write(const ImportFile& file) const override { return YamlNode::scalar(file.path); }
  Grammar grammar(const ImportFile&) const override { return Grammar::scalar("a file", R"({"type": "string"})"); }

 private:
  std::shared_ptr<const Model> model_;
};

/// An actor has one way in which it comes.
void check_ways(const Actor& actor, const YamlNode& node, Reader& reader) {
  std::vector<std::string> ways;
  if (actor.import) ways.emplace_back("from");
  for (const char* key : {"at", "every"}) {
    if (node.find(key)) ways.emplace_back(key);
  }
  if (ways.empty()) return check_rate_beside(actor.arrivals, node, reader);
  for (const char* key : {"think", "rate", "arrivals"}) {
    if (node.find(key)) ways.emplace_back(key);
  }
  if (actor.import && node.find("each")) ways.emplace_back("each");
  if (ways.size() == 1) return;
  reader.fail_here(
      position_of(node, ways[1]),
      fmt::format("'{}' says when it comes, and so does '{}': an actor has one of them", ways[1], ways[0]));
}

FormatPtr<Actor> actor_format(const std::shared_ptr<const Model>& model) {
  const auto line = text({.least = 0, .most = line_bytes_max});
  auto record = new_record<Actor>();
  record
      ->field("does", &Actor::does, line,
              "the command it sends: show.hold(booking, seats), or to a service: mail(booking)")
      .only_if([](const Actor& actor) { return !actor.does.empty(); })
      .field("looks", &Actor::looks, line, "the view it asks; with `does`: before it acts")
      .only_if([](const Actor& actor) { return !actor.looks.empty(); })
      .field("if", &Actor::only_if, line, "it acts only where this is so: seen >= seats; seen is what the view shows")
      .only_if([](const Actor& actor) { return !actor.only_if.empty(); })
      .field("look_ahead", &Actor::look_ahead, duration({.most = longest_workload}), "how long before it acts it looks")
      .only_if([](const Actor& actor) { return !actor.looks.empty() && !actor.does.empty(); })
      .field("with", &Actor::with, std::make_shared<NamedFormat<NamedDraw>>(std::make_shared<DrawFormat>()),
             "what it says, by name: {show: 1..20 zipf(1.1), booking: new, seats: 1..4}")
      .field("each", &Actor::each, line, "once for each number of this range, when the run begins, instead of a rate")
      .only_if([](const Actor& actor) { return !actor.each.empty(); })
      .field("at", &Actor::times, list_of(duration({.most = longest_workload})),
             "a timetable: when it acts, since the run began, by its own clock, which may be wrong: [2s, 30s]")
      .only_if([](const Actor& actor) { return !actor.times.empty(); })
      .field("every", &Actor::every, optional_of(duration({.least = Duration(1us)})),
             "a timetable: how often it acts, by its own clock; with `each`, for all of them at a time")
      .only_if([](const Actor& actor) { return actor.every.has_value(); })
      .field(
          "from", &Actor::import, std::make_shared<ImportFormat>(model),
          "a CSV file whose lines it carries out: the first names the columns, of which `at` is when, `does` is what "
          "(left out: what the actor does), and the others are what is said")
      .only_if([](const Actor& actor) { return static_cast<bool>(actor.import); })
      .field("rate", &Actor::rate, rate(), "of all its clients together")
      .only_if([](const Actor& actor) { return comes_by_rate(actor) && !actor.arrivals.recorded; })
      .field("think", &Actor::think, optional_of(duration({.least = Duration(1us)})),
             "instead of a rate: each client waits for its answer, thinks so long in the mean, and goes on")
      .field("count", &Actor::count, optional_of(natural_number({.most = intent_limit})),
             "how many times in all, at most")
      .field("clients", &Actor::clients, natural_number({.least = 1, .most = 10'000}), "client processes that share it")
      .field("arrivals", &Actor::arrivals, arrivals_format(), "when it comes")
      .only_if(comes_by_rate)
      .check(check_ways);
  return record;
}

/// A map from the names of actors to what they do.
class ActorsFormat final : public Format<std::vector<Actor>> {
 public:
  explicit ActorsFormat(std::shared_ptr<const Model> model) : model_(std::move(model)) {}

  void read(const YamlNode& node, std::vector<Actor>& actors, Reader& reader) const override {
    if (!node.is_map()) return reader.fail_here(node.at, "expected names and actors, not " + node.found_text());
    actors.clear();
    for (const YamlEntry& entry : node.entries) {
      const Reader::Step step(reader, entry.key);
      std::string problem = problem_with_process_name(entry.key);
      if (is_process_of(*model_, entry.key)) problem = fmt::format("two things are called '{}'", entry.key);
      if (!problem.empty()) return reader.fail_here(entry.at, problem);
      if (actors.size() == 100) return reader.fail_here(entry.at, "at most 100 actors");
      actors.emplace_back().name = entry.key;
      format_->read(entry.value, actors.back(), reader);
      if (reader.ok()) check(actors.back(), entry, reader);
      if (!reader.ok()) return;
    }
  }
  YamlNode write(const std::vector<Actor>& actors) const override {
    YamlNode node = YamlNode::map();
    for (const Actor& actor : actors) node.add(actor.name, format_->write(actor));
    return node;
  }
  Grammar grammar(const std::vector<Actor>&) const override {
    Grammar grammar;
    grammar.kind = Grammar::Kind::map;
    grammar.word = "names and actors";
    grammar.parts.push_back(format_->grammar({}));
    return grammar;
  }

 private:
  void check(const Actor& actor, const YamlEntry& entry, Reader& reader) const {
    for (const NamedDraw& each : actor.with) {
      const bool is_column = actor.import && std::ranges::find(actor.import.lines->columns, each.name,
                                                               &Parameter::name) != actor.import.lines->columns.end();
      if (!is_column) continue;
      return fail_at(entry, "with", {0, fmt::format("'{}' is a column of the file: call this otherwise", each.name)},
                     reader);
    }
    std::map<std::string, std::vector<std::size_t>> needs;  // columns, by what is done
    for (const std::string& does : all_that_is_done(actor)) {
      const Result<Deed, ActorProblem> deed = compile(actor_with(actor, does), *model_);
      if (deed) {
        needs[does] = columns_of(*deed, actor);
      } else if (does.empty()) {
        fail_at(entry, deed.error().key, deed.error().problem, reader);
      } else {
        const auto line = std::ranges::find(actor.import.lines->lines, does, &Import::Line::does);
        fail_in_file(entry, line->number, "does: " + text_of(deed.error().problem), reader);
      }
      if (!reader.ok()) return;
    }
    if (actor.import) check_cells(*actor.import.lines, needs, entry, reader);
  }

  /// The columns that it says.
  static std::vector<std::size_t> columns_of(const Deed& deed, const Actor& actor) {
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; actor.import && i < actor.import.lines->columns.size(); ++i) {
      if (says(deed, actor.with.size() + i)) columns.push_back(i);
    }
    return columns;
  }

  /// A line has all that is said of it.
  void check_cells(const Import& import, const std::map<std::string, std::vector<std::size_t>>& needs,
                   const YamlEntry& entry, Reader& reader) const {
    for (const Import::Line& line : import.lines) {
      for (const std::size_t column : needs.at(line.does)) {
        if (line.given[column]) continue;
        return fail_in_file(entry, line.number,
                            fmt::format("nothing stands under '{}'", import.columns[column].name), reader);
      }
    }
  }

  void fail_at(const YamlEntry& entry, const std::string& key, const Problem& problem, Reader& reader) const {
    const YamlEntry* line = entry.value.is_map() ? entry.value.find(key) : nullptr;
    const Reader::Step step(reader, line ? line->key : "");
    report(problem, line ? line->value.at : entry.at, line && line->value.quoted, reader);
  }
  void fail_in_file(const YamlEntry& entry, int number, const std::string& message, Reader& reader) const {
    const YamlEntry& from = *entry.value.find("from");
    const Reader::Step step(reader, "from");
    reader.fail_here(from.value.at, fmt::format("{}:{}: {}", from.value.text, number, message));
  }
  static std::string text_of(const Problem& problem) {
    return problem.message + (problem.unknown.empty() ? "" : hint_for(problem.unknown, problem.near));
  }

  std::shared_ptr<const Model> model_;
  FormatPtr<Actor> format_ = actor_format(model_);
};

bool is_generated(const WorkloadSpec& workload) { return !workload.script; }

void check_workload(const WorkloadSpec& spec, const YamlNode& node, Reader& reader) {
  if (spec.script) {
    for (const char* key : {"actors", "start", "for"}) {
      if (!node.find(key)) continue;
      return reader.fail_here(position_of(node, key), fmt::format("'{}' generates what 'script' writes out: "
                                                                  "a workload has one or the other",
                                                                  key));
    }
    return;
  }
  const std::uint64_t intents = expected_intents(spec.generated.as<Workload>());
  if (intents <= intent_limit) return;
  reader.fail_here(position_of(node, "actors"),
                   fmt::format("about {} commands and queries; at most {}", intents, intent_limit));
}

/// A key for a part of what is generated.
template <class M>
Record<WorkloadSpec>& add(Record<WorkloadSpec>& record, std::string key, M Workload::*part,
                          std::type_identity_t<FormatPtr<M>> format, std::string doc) {
  return record
      .field<M>(
          std::move(key), [part](const WorkloadSpec& spec) { return spec.generated.as<Workload>().*part; },
          [part](WorkloadSpec& spec, M value) { spec.generated.edit<Workload>().*part = std::move(value); },
          std::move(format), std::move(doc))
      .only_if(is_generated);
}

}  // namespace

FormatPtr<WorkloadSpec> workload_format(std::shared_ptr<const Model> model) {
  auto record = new_record<WorkloadSpec>();
  add(*record, "start", &Workload::start, duration({.most = longest_workload}),
      "when the first may come; leaves time for what is done once for each");
  add(*record, "for", &Workload::lasting, duration({.most = longest_workload}), "how long they keep coming");
  add(*record, "actors", &Workload::actors, std::make_shared<ActorsFormat>(model), "who comes, and what they do");
  record->field("script", &WorkloadSpec::script, optional_of(script_steps(std::move(model))),
                "every step written out, instead of all of the above: who does what, and when");
  record->check(check_workload);
  return record;
}

}  // namespace crisper::written
