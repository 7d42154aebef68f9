// `design.client:`, `design.respond:`, `design.reads:`: when a client asks again, when it hears back, and what it may
// rely on.
#include "sim/scenario/applies.hpp"
#include "sim/scenario/design/design_parts.hpp"
#include "sim/scenario/design/design_words.hpp"
#include "sim/scenario/record_format.hpp"

namespace crisper::sim {

FormatPtr<ClientDesign> client_format() {
  auto record = new_record<ClientDesign>();
  record->field("timeout", &ClientDesign::timeout, positive_duration(), "how long a client waits for one attempt")
      .field("attempts", &ClientDesign::attempts, at_least_one(1000),
             "attempts with the same command id; then it gives up");
  return record;
}

FormatPtr<RespondDesign> respond_format() {
  auto record = new_record<RespondDesign>();
  record
      ->field("when", &RespondDesign::when,
              choice<RespondWhen>("a moment to respond"),
              "when the client hears back")
      .field("view", &RespondDesign::view, name(), "on which projection; without it on all")
      .applies(when::projected())
      .only_if([](const RespondDesign& respond) { return !respond.view.empty(); })
      .shorthand("when");
  return record;
}

FormatPtr<ReadDesign> reads_format(const DomainEntry& domain) {
  auto record = new_record<ReadDesign>();
  record
      ->field("session", &ReadDesign::session,
              choice<SessionGuarantee>("a session guarantee"),
              "what a client may rely on from one of its questions to the next")
      .applies(when::questions(domain))
      .field("from", &ReadDesign::from,
             choice<ReadFrom>("a way to choose a read node"),
             "which read node a client asks, where a view has several")
      .applies(when::several_read_nodes())
      .field("copy_for", &ReadDesign::copy_for, duration(),
             "so long a user's own copy of a row does before an order; 0: every look asks the view")
      .applies(when::questions(domain))
      .field("remember", &ReadDesign::remember, positive_duration(),
             "for how long a client carries what it wrote to its questions")
      .applies(when::remembered_writes());
  return record;
}

}  // namespace crisper::sim
