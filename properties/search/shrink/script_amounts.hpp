// ScriptAmount: a number or a time in the steps of a script, as a file has it, whatever the domain.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "properties/search/shrink/run_case.hpp"

namespace crisper::properties {

struct ScriptAmount {
  std::vector<std::string> paths;  ///< that change together: "workload.script.0.load.quantity"
  std::string text;                ///< "3", "20ms"
  /// Nothing where it is a time.
  std::optional<std::int64_t> number() const;
  /// "quantity"
  std::string key() const;
};

/// First all that have one key and one value together, so that a fridge keeps its orders when it gets another number;
/// then each alone. Clients and ids of commands are left out.
std::vector<ScriptAmount> script_amounts(const sim::Scenario& scenario);

/// The case with another value there; nothing where such a value may not stand there.
std::optional<RunCase> with_amount(RunCase candidate, const ScriptAmount& amount, const std::string& text);

}  // namespace crisper::properties
