#include "properties/sweep/run_summary.hpp"

#include "core/base/digest.hpp"
#include "sim/engine/child_message.hpp"

namespace crisper::properties {
namespace {

constexpr std::string_view no_run = "not made: ";

}  // namespace

RunSummary summary_of(const RunResult& result) {
  RunSummary summary{.verdict = result.verdict,
                     .reason = result.reason,
                     .digest = digest_text(result.run.digest),
                     .failed = {},
                     .measures = {}};
  const PropertyResult* head = headline_of(result);
  bool is_passed_over = head != nullptr;  // reported before the one that heads the run
  for (std::size_t i = 0; i < result.properties.size(); ++i) {
    const PropertyResult& property = result.properties[i];
    is_passed_over = is_passed_over && &property != head;
    if (property.verdict != Verdict::fail || !property.counts) continue;
    const bool is_symptom = is_passed_over && !result.quiet && only_tells_that_open(property);
    summary.failed.push_back({property.name, static_cast<std::uint32_t>(i), property.reason, is_symptom});
  }
  std::map<std::string, double>& measures = summary.measures;
  for (const auto& [name, times] : result.metrics.times) {
    const auto ns = [](Duration span) { return static_cast<double>(to_ns(span)); };
    measures[name + ".count"] = static_cast<double>(times.count);
    measures[name + ".p50_ns"] = ns(times.p50);
    measures[name + ".p90_ns"] = ns(times.p90);
    measures[name + ".p95_ns"] = ns(times.p95);
    measures[name + ".p99_ns"] = ns(times.p99);
    measures[name + ".max_ns"] = ns(times.max);
    if (times.mean) measures[name + ".mean_ns"] = ns(*times.mean);
    if (times.mean_within) measures[name + ".mean_within_ns"] = ns(*times.mean_within);
  }
  for (const auto& [name, count] : result.metrics.counts) measures[name] = static_cast<double>(count);
  for (const auto& [name, rate] : result.metrics.rates) measures[name] = rate;
  return summary;
}

RunSummary broken_run(std::string reason) {
  return {.verdict = Verdict::unknown, .reason = std::move(reason), .digest = {}, .failed = {}, .measures = {}};
}

RunSummary not_made(const std::string& why) { return broken_run(std::string(no_run) + why); }

bool tells_of_no_run(std::string_view reason) { return reason.starts_with(no_run); }

std::string encode(const RunSummary& summary) {
  nlohmann::json failed = nlohmann::json::array();
  for (const auto& each : summary.failed) failed.push_back({each.property, each.place, each.reason, each.is_symptom});
  return sim::child_message("run summary", {{"verdict", static_cast<int>(summary.verdict)},
                                       {"reason", summary.reason},
                                       {"digest", summary.digest},
                                       {"failed", std::move(failed)},
                                       {"measures", summary.measures}});
}

std::optional<RunSummary> decode_run_summary(std::string_view bytes) {
  return sim::read_child_message<RunSummary>(
      "run summary", bytes, [](const nlohmann::json& json) -> std::optional<RunSummary> {
        const std::optional<Verdict> verdict = sim::enum_up_to(json.at("verdict"), Verdict::fail);
        if (!verdict) return std::nullopt;
        RunSummary summary{.verdict = *verdict,
                           .reason = json.at("reason").get<std::string>(),
                           .digest = json.at("digest").get<std::string>(),
                           .failed = {},
                           .measures = json.at("measures").get<std::map<std::string, double>>()};
        for (const nlohmann::json& each : json.at("failed")) {
          summary.failed.push_back({each.at(0).get<std::string>(), each.at(1).get<std::uint32_t>(),
                                    each.at(2).get<std::string>(), each.at(3).get<bool>()});
        }
        return summary;
      });
}

}  // namespace crisper::properties
