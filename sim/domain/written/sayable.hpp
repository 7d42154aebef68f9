// What those who come to a written business could themselves say. Shrinking keeps to it: a step that nobody could have
// come with shows a fault of another business than the one that was written.
#pragma once

#include <functional>
#include <memory>

#include "core/domain/written/model.hpp"
#include "sim/workload/script.hpp"
#include "sim/workload/workload_spec.hpp"

namespace crisper::written {

/// Whether a script with steps of `written` in it, some of them changed, could be said by the actors of `workload`; by
/// a script of somebody's own, where the workload is one. Times are free.
///
/// Of actors a step is read back to what was drawn for it: a number of a range keeps to it, what is new stays new, who
/// comes once for each number does so, and what a line says itself, or computes, stays as the line has it. What can't
/// be read back stays as it was written. Of a script nobody knows where its numbers come from: ids, words and flags
/// stay, numbers keep their sign.
///
/// A call costs about a microsecond for each step.
std::function<bool(const sim::Script&)> what_could_be_said(std::shared_ptr<const Model> model,
                                                           const sim::WorkloadSpec& workload,
                                                           const sim::Script& written);

}  // namespace crisper::written
