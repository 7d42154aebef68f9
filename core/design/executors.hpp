// Executors: in which process a command is carried out, as the design's executor says.
#pragma once

#include <vector>

#include "core/design/design.hpp"
#include "core/runtime/system.hpp"
#include "core/service/application_service.hpp"
#include "core/service/command_work.hpp"

namespace crisper {

/// How handlers reach a service.
struct Reach {
  ServiceFactory service;
  std::vector<ProcessId> hands_over_to;  ///< those to whom a handler casts; none: it sees commands through itself
};

/// Adds the executor's processes to the system, and says which it starts while the system runs. `service`: how a
/// command is carried out; `work`: what is done with one, where handlers cast.
Reach reach_of(const ExecutorDesign& chosen, ApplicationServiceOptions service, const CommandWorkOptions& work,
               System& system);

}  // namespace crisper
