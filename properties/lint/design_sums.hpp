// What several lint rules add up of a design.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "properties/lint/lint.hpp"
#include "properties/lint/time_sum.hpp"

namespace crisper::properties {

/// Whether the store refuses an append that was decided on an old version, whoever appends.
bool versions_are_checked(const Design& design);

/// Who carries commands out: "handler", or whoever the executor or the strategy has in its place.
std::string_view role_at_work(const LintInput& in);

/// So many messages on the network, one after the other: between two hosts, or within one. Nothing where a platform
/// file defines the network.
TimeSum ways(const LintInput& in, int count);

/// A turn of a process of this role.
TimeSum turn_of(const LintInput& in, std::string_view role);

/// What one command's work on a state takes, from when it has got the state to the end of the append: messages on the
/// network, turns, `costs`, the disk and the commit. Of a command with one part and one event.
TimeSum work_on_state(const LintInput& in);

/// The same from when a handler takes the command: with what asks for a lock and for the process that carries it out,
/// and without what waits for either.
TimeSum work_on_command(const LintInput& in);

/// Called for each consumer of the design, listed there or not, with its design.
void for_each_consumer(const LintInput& in, const std::function<void(const std::string&, const ConsumerDesign&)>& look);

/// Whether a fault that says this pattern means this process, its role or its host.
bool strikes(const LintInput& in, const std::string& pattern, const std::string& process);

/// The longest that a process of this name is taken away by a fault of the scenario; nothing where none does.
/// A crash without a restart lasts for ever.
std::optional<Duration> longest_absence(const LintInput& in, const std::string& process);

}  // namespace crisper::properties
