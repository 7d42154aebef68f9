#include "sim/scenario/arrivals_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "sim/scenario/container_format.hpp"
#include "sim/scenario/csv.hpp"
#include "sim/scenario/file_beside.hpp"
#include "sim/scenario/record_format.hpp"
#include "sim/scenario/scalar_format.hpp"
#include "sim/workload/staged_load.hpp"

namespace crisper::sim {
namespace {

using namespace std::chrono_literals;

constexpr Duration longest_load = std::chrono::hours(2400);

FormatPtr<Duration> instant() { return duration({.most = longest_load}); }

FormatPtr<LoadStage> stage() {
  auto record = new_record<LoadStage>();
  record
      ->field("for", &LoadStage::lasting, duration({.least = Duration(1us), .most = longest_load}), "how long it lasts")
      .required()
      .field("from", &LoadStage::from, optional_of(percent({.most = 1'000'000})),
             "its factor of the rate at the beginning; left out: where the stage before ended, or `to`")
      .field("to", &LoadStage::to, percent({.most = 1'000'000}), "its factor of the rate at the end")
      .field("name", &LoadStage::name, optional_of(name()),
             "what it is called where it is told by itself, and in limits: p99 < 1s in spike; left out: its place, as "
             "in stage-2");
  return record;
}

/// At least one: an even load has no stages, and says nothing of them.
class StagesFormat final : public Format<std::vector<LoadStage>> {
 public:
  void read(const YamlNode& node, std::vector<LoadStage>& stages, Reader& reader) const override {
    list_->read(node, stages, reader);
    if (!reader.ok() || !stages.empty()) return;
    reader.fail_here(node.at, "no stage stands there: expected at least one, or no 'stages' for an even load");
  }
  YamlNode write(const std::vector<LoadStage>& stages) const override {
    return stages.empty() ? YamlNode() : list_->write(stages);
  }
  Grammar grammar(const std::vector<LoadStage>& initial) const override { return list_->grammar(initial); }

 private:
  FormatPtr<std::vector<LoadStage>> list_ = list_of(stage());
};

/// The times of a file whose first line names a column `at`; others are not looked at.
class TimesReader {
 public:
  explicit TimesReader(std::string_view text) : lines_(text) {}

  Result<std::vector<Duration>, CsvProblem> read() {
    if (!lines_.next()) return failure(problem(1, 1, "is empty: expected a line that names a column 'at'"));
    const auto column = std::ranges::find(lines_.cells(), "at", &CsvCell::text);
    if (column == lines_.cells().end()) return failure(problem(lines_.number(), 1, "no column is called 'at'"));
    place_ = static_cast<std::size_t>(column - lines_.cells().begin());
    std::vector<Duration> times;
    while (lines_.next()) {
      if (const auto wrong = take(times)) return failure(*wrong);
    }
    if (lines_.problem()) return failure(*lines_.problem());
    if (times.empty()) return failure(problem(lines_.number(), 1, "nothing comes: expected a time on each line"));
    return times;
  }

 private:
  CsvProblem problem(int line, int column, std::string message) const {
    return lines_.problem() ? *lines_.problem() : CsvProblem{line, column, std::move(message)};
  }
  std::optional<CsvProblem> take(std::vector<Duration>& times) const {
    if (place_ >= lines_.cells().size()) return CsvProblem{lines_.number(), 1, "has no cell in the column 'at'"};
    const CsvCell& cell = lines_.cells()[place_];
    const FromText<Duration> at = duration_from(cell.text);
    if (!at) return CsvProblem{lines_.number(), cell.column, at.error()};
    if (*at < Duration::zero() || *at > longest_load) {
      return CsvProblem{lines_.number(), cell.column,
                        fmt::format("expected a time from 0s to {}", exact_text(longest_load))};
    }
    if (!times.empty() && *at < times.back()) {
      return CsvProblem{lines_.number(), cell.column,
                        fmt::format("{} comes behind {}: the lines are in the order of time", exact_text(*at),
                                    exact_text(times.back()))};
    }
    times.push_back(*at);
    return std::nullopt;
  }

  CsvLines lines_;
  std::size_t place_ = 0;
};

/// The name of a CSV file beside the scenario, or a list of times.
class RecordingFormat final : public Format<Recording> {
 public:
  void read(const YamlNode& node, Recording& recording, Reader& reader) const override {
    if (node.is_list()) return read_list(node, recording, reader);
    const Result<FileBeside, std::string> beside = file_beside(reader, node, csv_bytes_max);
    if (!beside) return reader.fail_here(node.at, beside.error());
    Result<std::vector<Duration>, CsvProblem> times = TimesReader(beside->text).read();
    if (!times) {
      const CsvProblem& wrong = times.error();
      return reader.fail_here(node.at, fmt::format("{}:{}:{}: {}", node.text, wrong.line, wrong.column, wrong.message));
    }
    recording = {.path = beside->path, .at = std::make_shared<const std::vector<Duration>>(std::move(*times))};
  }
  YamlNode write(const Recording& recording) const override {
    if (!recording.path.empty() || !recording.at) return YamlNode::scalar(recording.path);
    return list_->write(*recording.at);
  }
  Grammar grammar(const Recording&) const override {
    return Grammar::one_of("a CSV file with a column 'at', or a list of times",
                           {Grammar::scalar("a file", R"({"type": "string"})"), list_->grammar({})});
  }

 private:
  void read_list(const YamlNode& node, Recording& recording, Reader& reader) const {
    std::vector<Duration> times;
    list_->read(node, times, reader);
    if (!reader.ok()) return;
    if (times.empty()) return reader.fail_here(node.at, "nothing comes: expected at least one time");
    const auto back = std::ranges::is_sorted_until(times);
    if (back != times.end()) {
      return reader.fail_here(node.items[static_cast<std::size_t>(back - times.begin())].at,
                              fmt::format("{} comes behind {}: they stand in the order of time", exact_text(*back),
                                          exact_text(*(back - 1))));
    }
    recording = {.path = {}, .at = std::make_shared<const std::vector<Duration>>(std::move(times))};
  }

  FormatPtr<std::vector<Duration>> list_ = list_of(instant());
};

/// Somebody wrote it: what another part of the scenario says by default stands nowhere.
bool stands_in(const YamlNode& node, std::string_view key) {
  const YamlEntry* entry = node.find(key);
  return entry && entry->value.at.line > 0;
}

void refuse_beside_recorded(std::string_view key, const YamlNode& node, Reader& reader) {
  reader.fail_here(node.find(key)->value.at,
                   fmt::format("'{}' has no say beside 'recorded': what is recorded comes when it came", key));
}

/// Each is told of by its name.
void check_stage_names(const std::vector<LoadStage>& stages, const YamlNode& node, Reader& reader) {
  std::set<std::string> names;
  for (std::size_t place = 0; place < stages.size() && reader.ok(); ++place) {
    const std::string called = name_of_stage(stages, place);
    if (called == behind_the_stages) {
      reader.fail_here(position_of(node, "stages"),
                       fmt::format("'{}' is what comes behind the stages: call stage {} otherwise", called, place + 1));
    } else if (!names.insert(called).second) {
      reader.fail_here(position_of(node, "stages"), fmt::format("two stages are called '{}'", called));
    }
  }
}

void check_arrivals(const ArrivalSpec& spec, const YamlNode& node, Reader& reader) {
  if (spec.repeat && spec.stages.empty()) {
    return reader.fail_here(position_of(node, "repeat"), "there are no stages to repeat");
  }
  if (spec.recorded && !spec.stages.empty()) {
    return reader.fail_here(position_of(node, "stages"), "what is recorded comes when it came: it has no stages");
  }
  for (const char* key : {"kind", "burst"}) {
    if (spec.recorded && stands_in(node, key)) return refuse_beside_recorded(key, node, reader);
  }
  std::uint32_t before = spec.stages.empty() ? 0 : spec.stages.front().to;
  bool brings = spec.stages.empty();
  for (const LoadStage& each : spec.stages) {
    brings = brings || each.from.value_or(before) > 0 || each.to > 0;
    before = each.to;
  }
  if (!brings) reader.fail_here(position_of(node, "stages"), "nothing ever comes: all factors are zero");
  check_stage_names(spec.stages, node, reader);
}

}  // namespace

void check_rate_beside(const ArrivalSpec& arrivals, const YamlNode& node, Reader& reader) {
  if (reader.ok() && arrivals.recorded && stands_in(node, "rate")) refuse_beside_recorded("rate", node, reader);
}

FormatPtr<ArrivalSpec> arrivals_format(std::optional<Applies> bursts) {
  auto burst = new_record<BurstSpec>();
  burst->field("size", &BurstSpec::size, small_number({.least = 1, .most = 1'000'000}), "how many at one instant")
      .field("every", &BurstSpec::every, duration({.least = Duration(1us)}), "from burst to burst");
  auto record = new_record<ArrivalSpec>();
  record->field("kind", &ArrivalSpec::kind, choice<ArrivalKind>("a law of arrivals"), "the law of arrivals")
      .only_if([](const ArrivalSpec& spec) { return !spec.recorded; })
      .field("burst", &ArrivalSpec::burst, burst, "sizes and gaps of bursts; implies kind: burst")
      .only_if([](const ArrivalSpec& spec) {
        return !spec.recorded && (spec.kind == ArrivalKind::burst || spec.burst != BurstSpec{});
      });
  if (bursts) record->applies(std::move(*bursts));
  record
      ->field("stages", &ArrivalSpec::stages, std::make_shared<StagesFormat>(),
              "how the load changes, in factors of its rate: ramps, plateaus, spikes; after the last it stays as that "
              "ends")
      .only_if([](const ArrivalSpec& spec) { return !spec.stages.empty(); })
      .field("repeat", &ArrivalSpec::repeat, on_or_off(),
             "the stages begin anew when they are over: a day after the other")
      .only_if([](const ArrivalSpec& spec) { return !spec.stages.empty(); })
      .field("recorded", &ArrivalSpec::recorded, optional_of<Recording>(std::make_shared<RecordingFormat>()),
             "arrivals as they were seen somewhere, since the start of the load, in place of kind and rate; the load "
             "is over with the last of them")
      .before([](ArrivalSpec& spec, const YamlNode& node) {
        if (node.is_map() && node.find("burst") && !node.find("kind")) spec.kind = ArrivalKind::burst;
      })
      .check(check_arrivals)
      .shorthand("kind");
  return record;
}

}  // namespace crisper::sim
