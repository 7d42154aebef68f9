// Kinds of script steps that a written business has: those that send, and those that look.
#pragma once

#include <memory>
#include <vector>

#include "core/domain/written/model.hpp"
#include "sim/scenario/script_format.hpp"

namespace crisper::written {

/// One for each command on several states, each command of an entity, and each request of a service.
std::vector<sim::StepKind> sending_steps(const std::shared_ptr<const Model>& model);

/// `look` and `look_and_act`.
std::vector<sim::StepKind> looking_steps(const std::shared_ptr<const Model>& model);

}  // namespace crisper::written
