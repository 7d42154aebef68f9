#include "sim/scenario/arrivals_format.hpp"

#include <utility>

#include "sim/scenario/record_format.hpp"
#include "sim/scenario/scalar_format.hpp"

namespace crisper::sim {

FormatPtr<ArrivalSpec> arrivals_format(std::optional<Applies> bursts) {
  using namespace std::chrono_literals;
  auto burst = new_record<BurstSpec>();
  burst->field("size", &BurstSpec::size, small_number({.least = 1, .most = 1'000'000}), "how many at one instant")
      .field("every", &BurstSpec::every, duration({.least = Duration(1us)}), "from burst to burst");
  auto record = new_record<ArrivalSpec>();
  record->field("kind", &ArrivalSpec::kind, choice<ArrivalKind>("a law of arrivals"), "the law of arrivals")
      .field("burst", &ArrivalSpec::burst, burst, "sizes and gaps of bursts; implies kind: burst")
      .only_if([](const ArrivalSpec& spec) { return spec.kind == ArrivalKind::burst || spec.burst != BurstSpec{}; });
  if (bursts) record->applies(std::move(*bursts));
  record
      ->before([](ArrivalSpec& spec, const YamlNode& node) {
        if (node.is_map() && node.find("burst") && !node.find("kind")) spec.kind = ArrivalKind::burst;
      })
      .shorthand("kind");
  return record;
}

}  // namespace crisper::sim
