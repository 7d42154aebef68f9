#include "gui/models/subject.hpp"

#include "gui/models/fault_edits.hpp"

namespace crisper::gui {
namespace {

using namespace std::chrono_literals;

/// Whether something can be made later does not depend on by how much.
constexpr Duration some_time = 1ms;

bool is_fault(const LoadedRun& run, RecordId record) {
  return record != 0 && run.trace().record(record).kind == ObservationKind::fault_fired && run.trace().said_of(record);
}

Offer offer(const char* command, const char* words, const char* key, const WhatIfResult& what) {
  return {command, words, key, what ? QString() : QString::fromStdString(what.error())};
}

/// That a fault had not happened; of one whose record is shown, and of those that struck the message.
Offer without_fault(const LoadedRun& run, std::uint32_t fault, const QString& words) {
  const WhatIfResult what = delete_fault(run, fault);
  return {"remove-fault", words, "Shift+X", what ? QString() : QString::fromStdString(what.error())};
}

}  // namespace

Index message_of(const LoadedRun& run, RecordId record) {
  if (record == 0) return nowhere;
  const TraceData& data = run.trace();
  if (data.delivery_of(record)) return data.record(record).row;
  const auto struck = run.index->struck.find(record);
  return struck != run.index->struck.end() ? struck->second : run.index->turn_of(data, record);
}

Subject subject_of(const LoadedRun& run, RecordId at, Index chosen) {
  if (chosen == nowhere) return {at, nowhere, Subject::Tie::none};
  if (chosen != message_of(run, at)) return {0, chosen, Subject::Tie::chosen};
  const bool own = run.trace().delivery_of(at) != nullptr;
  const auto tie = own ? Subject::Tie::own : is_fault(run, at) ? Subject::Tie::struck : Subject::Tie::handled;
  return {at, chosen, tie};
}

std::vector<Offer> offers_of(const LoadedRun& run, const Subject& subject, RecordId at) {
  if (is_fault(run, subject.record)) {
    const auto fault = static_cast<std::uint32_t>(run.trace().said_of(subject.record)->a);
    return {without_fault(run, fault, "it had not happened")};
  }
  if (subject.message == nowhere) return {};
  const Index message = subject.message;
  if (run.trace().deliveries[message].duplicate) {
    return {offer("drop", "it had not come twice", "X", drop_message(run, message))};
  }
  std::vector<Offer> offers = {offer("drop", "lost", "X", drop_message(run, message)),
                               offer("duplicate", "twice", "U", duplicate_message(run, message)),
                               offer("delay", "later", "T", delay_message(run, message, some_time)),
                               offer("hold", "overtaken", "H", hold_message(run, message, some_time)),
                               offer("first", "first", "A", deliver_first(run, message, at))};
  const std::vector<Strike> strikes = run.index->strikes_on(message);
  if (!strikes.empty()) {
    const QString words = QString("without the %1").arg(crisper::name_of(strikes.front().kind).data());
    offers.push_back(without_fault(run, strikes.front().plan_index, words));
  }
  return offers;
}

}  // namespace crisper::gui
