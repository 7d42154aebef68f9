// The tables of keys below `design:`, one function per section.
#pragma once

#include "core/design/design.hpp"
#include "sim/scenario/format.hpp"

namespace crisper::sim {

FormatPtr<ClientDesign> client_format();
FormatPtr<RelayDesign> relay_format();
FormatPtr<CommandQueueDesign> command_queue_format();
FormatPtr<OwnershipDesign> ownership_format();
FormatPtr<ExecutorDesign> executor_format();
FormatPtr<EventStoreDesign> event_store_format();
FormatPtr<PublicationDesign> publication_format();
FormatPtr<EventLogDesign> event_log_format();
FormatPtr<ConsumerDesign> consumer_format(const DomainEntry& domain);
FormatPtr<RespondDesign> respond_format();
FormatPtr<ReadDesign> reads_format(const DomainEntry& domain);
FormatPtr<StepCosts> costs_format();
FormatPtr<RoleSettings> role_format();

}  // namespace crisper::sim
