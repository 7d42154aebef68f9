#include "core/service/decision_made.hpp"

namespace crisper {

void observe_decision_made(Context& context, const SubmitCommand& command, const DecisionBasis& basis,
                           const Decision& decision) {
  const Payload made = Payload::of(DecisionMade{.command = basis.body,
                                                .last = basis.state.last,
                                                .earlier = basis.earlier,
                                                .events = decision ? *decision : std::vector<Payload>{},
                                                .rejection = decision ? "" : decision.error().reason});
  context.observe({.kind = ObservationKind::decision_made,
                   .message = subject(command.command),
                   .stream = basis.stream,
                   .a = basis.state.version.value,
                   .b = decision ? static_cast<std::int64_t>(decision->size()) : decided_against,
                   .payload = made.get()});
}

}  // namespace crisper
