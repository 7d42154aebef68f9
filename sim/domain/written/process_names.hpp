// What the processes of a written business may be called, beside those that every system has.
#pragma once

#include <string>
#include <string_view>

#include "core/domain/written/model.hpp"

namespace crisper::written {

/// Why not; empty where it may be.
std::string problem_with_process_name(std::string_view name);

/// Whether a view, a receptor, a process manager or a service is called so.
bool is_process_of(const Model& model, std::string_view name);

}  // namespace crisper::written
