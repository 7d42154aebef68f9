// HuntInput: what one run of a hunt is made from, as a small value: the same input always gives the same run.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crisper::properties {

struct HuntInput {
  std::string strategy;          ///< who made it, and knows how to prepare the run
  std::uint64_t seed = 1;        ///< of workload and faults, as in `crisper run --seed`
  std::uint64_t key = 0;         ///< of what the strategy itself draws for this run
  std::vector<std::string> off;  ///< parts of the scenario that are left out: "faults.1", "workload.queries"
  std::shared_ptr<const std::string> plan{};   ///< a fault plan (as fault lines) to start from; null: the scenario's
  std::shared_ptr<const std::string> other{};  ///< another one to borrow from; may be null
};

/// One line of JSON, and back; nothing where the text is none that encode_input wrote.
std::string encode_input(const HuntInput& input);
std::optional<HuntInput> decode_input(std::string_view text);

}  // namespace crisper::properties
