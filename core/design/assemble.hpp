// assemble: a Design and a Domain become a System. The page to read first: the stages in the order in which a command
// travels.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/client/intent.hpp"
#include "core/design/design.hpp"
#include "core/design/design_rules.hpp"
#include "core/domain/domain.hpp"
#include "core/runtime/system.hpp"

namespace crisper {

/// The system of one run, or every rule that the design breaks. `domain` must outlive the system. Costs nothing but the
/// list: processes are built when the run starts.
Result<System, std::vector<DesignFinding>> assemble(const Design& design, const Domain& domain,
                                                    const std::vector<ClientScript>& clients);

/// Of a design that breaks none, as whoever read it has seen: else it is a mistake of the caller's.
System assemble_checked(const Design& design, const Domain& domain, const std::vector<ClientScript>& clients);

}  // namespace crisper
