// What several lint rules add up of a design.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "properties/lint/lint.hpp"

namespace crisper::properties {

/// Whether the store refuses an append that was decided on an old version, whoever appends.
bool versions_are_checked(const Design& design);

/// The least that one command's work on a state takes, from the read to the end of the append: messages on the network,
/// turns, the disk and the commit. Zero network where a platform file defines it.
Duration least_work(const sim::Scenario& scenario);

/// Called for each consumer of the design, listed there or not, with its design.
void for_each_consumer(const LintInput& in, const std::function<void(const std::string&, const ConsumerDesign&)>& look);

/// The longest that a process of this name is taken away by a fault of the scenario; nothing where none does.
/// A crash without a restart lasts for ever.
std::optional<Duration> longest_absence(const LintInput& in, const std::string& process);

}  // namespace crisper::properties
