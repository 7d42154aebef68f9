// HandOverPlan: the consumers and nodes of the methods that hand events over one by one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/design/publication_method.hpp"
#include "core/log/hand_over_desk.hpp"

namespace crisper {

/// Nodes of this consumer as the design has them; the consumer itself where it has one.
HandOverGroup nodes_of(PublicationBuild& build, const std::string& name, ProcessId consumer);

/// Lets `plan` hand over what its source (`build.event_store` or whatever its feed names) has: consumers are collected
/// as they are attached. Returns how; the window and `pinned` are the method's to choose.
HandOverOptions hand_over_from(PublicationBuild& build, PublicationPlan& plan, ProcessId source);

}  // namespace crisper
