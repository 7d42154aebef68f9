#include "cli/words/option_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "sim/engine/make_engine.hpp"
#include "sim/scenario/nearest_word.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::cli {
namespace {

constexpr NumberRange any_jobs{1, 1024};

}  // namespace

Result<std::uint64_t, std::string> number_of(const char* option, const std::string& text, NumberRange range) {
  const auto number = sim::natural_from(text);
  if (number && *number >= range.least && *number <= range.most) return *number;
  return failure(fmt::format("{} {}: expected a number from {} to {}", option, text, range.least, range.most));
}

Result<std::size_t, std::string> jobs_of(const std::string& text) {
  if (text.empty()) return std::max(1u, std::thread::hardware_concurrency());
  const auto jobs = number_of("-j", text, any_jobs);
  if (!jobs) return failure(jobs.error());
  return static_cast<std::size_t>(*jobs);
}

Result<std::uint64_t, std::string> seed_of(const std::string& text) {
  if (const auto seed = sim::natural_from(text)) return *seed;
  return failure(fmt::format("--seed {}: expected a whole number from 0 to 2^64 - 1", text));
}

Result<std::chrono::nanoseconds, std::string> time_of(const char* option, const std::string& text) {
  const auto time = sim::duration_from(text);
  if (time && *time > Duration(0)) return *time;
  return failure(fmt::format("{} {}: expected a time such as 60s or 10min, of at most 2562047h", option, text));
}

Result<double, std::string> share_of(const char* option, const std::string& text) {
  const auto share = sim::probability_from(text);
  if (share && share->parts_per_billion < Probability::one) return share->parts_per_billion / double{Probability::one};
  return failure(fmt::format("{} {}: expected a share such as 1%, below 100%", option, text));
}

Result<void, std::string> check_engine(const std::string& name) {
  if (name.empty() || !sim::meaning_of_engine(name).empty()) return {};
  const std::vector<std::string> names(sim::engine_names.begin(), sim::engine_names.end());
  return failure(fmt::format("--engine {}: there is no such engine{}", name, sim::hint_for(name, names)));
}

}  // namespace crisper::cli
