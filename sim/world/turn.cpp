#include "sim/world/turn.hpp"

#include <utility>

#include "core/base/assert.hpp"
#include "sim/world/world.hpp"

namespace crisper::sim {

void Turn::begin(Cell& cell, Mail&& mail, bool is_start) {
  cell_ = &cell;
  mail_ = std::move(mail);
  is_start_ = is_start;
  waited_ = is_start ? Duration::zero() : world_.now() - mail_.arrived;
  exit_requested_ = false;
  working_ = false;
  tells_work_ = false;
  outgoing_.clear();
}

void Turn::end() {
  // Frames hold waits, and waits ask their context to forget them: the task goes first.
  task_ = Task<>();
  outgoing_.clear();
  mail_ = Mail{};
}

Task<> Turn::handle() {
  co_await work(service_time());
  co_await cell_->process->receive(*this, mail_.envelope);
}

void Turn::run_from_start() {
  // Only a turn that is charged for its beginning needs a frame of its own around the process's.
  if (is_start_) {
    task_ = cell_->process->start(*this);
  } else if (!cell_->spec.service_time.is_zero()) {
    task_ = handle();
  } else {
    task_ = cell_->process->receive(*this, mail_.envelope);
  }
  task_.start();
}

void Turn::run_from(Wait& wait) {
  if (std::exchange(tells_work_, false)) observe({.kind = ObservationKind::work_ended});
  if (std::exchange(working_, false)) flush();  // what the work held back; more work may follow at once
  wait.resume();
}

void Turn::observe_durable(const SyncWait& sync) {
  for (const Observation& observation : sync.once_durable()) observe(observation);
}

void Turn::flush() {
  if (working_) return;
  for (Envelope& envelope : outgoing_) world_.send(*cell_, std::move(envelope));
  outgoing_.clear();
}

ProcessId Turn::self() const { return cell_->id; }

SimTime Turn::now() const {
  if (cell_->fault_unseen) world_.note_seen(*cell_, FaultKind::clock_skew);
  return cell_->clock.read(world_.now());
}

SimTime Turn::monotonic() const {
  if (cell_->fault_unseen && cell_->clock.drifts()) world_.note_seen(*cell_, FaultKind::clock_skew);
  return cell_->clock.monotonic(world_.now());
}

Moment Turn::moment() const { return Moment(world_.now()); }

Envelope& Turn::post(ProcessId to, MessageKind kind, Payload payload) {
  CRISPER_ASSERT(to.value != 0 && to.value <= world_.process_count(), "a message needs a receiver");
  const MessageId id{(static_cast<std::uint64_t>(cell_->id.value) << 40) | ++cell_->messages_sent};
  const Envelope& cause = mail_.envelope;
  outgoing_.push_back(Envelope{.id = id,
                               .correlation = cause.correlation.value ? cause.correlation : CorrelationId{id.value},
                               .causation = CausationId{cause.id.value},
                               .from = cell_->id,
                               .to = to,
                               .call = {},
                               .kind = kind,
                               .payload = std::move(payload)});
  return outgoing_.back();
}

void Turn::cast(ProcessId to, Payload message) { post(to, MessageKind::cast, std::move(message)); }

void Turn::reply(const Envelope& request, Payload answer) {
  CRISPER_ASSERT(request.kind == MessageKind::request, "only a request can be answered");
  Envelope& envelope = post(request.from, MessageKind::reply, std::move(answer));
  envelope.call = request.call;
  envelope.correlation = request.correlation;
}

void Turn::remind(Duration delay, Payload message) {
  Envelope envelope = std::move(post(cell_->id, MessageKind::reminder, std::move(message)));
  outgoing_.pop_back();
  envelope.causation = CausationId{};  // time causes it
  world_.set_reminder(*cell_, delay, std::move(envelope));
}

Disk& Turn::disk() { return cell_->disk; }

ProcessId Turn::spawn(ProcessSpec spec) { return world_.spawn(*cell_, std::move(spec)); }

void Turn::exit() { exit_requested_ = true; }

std::optional<Duration> Turn::meets(OutsideFault fault) {
  switch (fault) {
    case OutsideFault::timeout_after_effect: return world_.meet(*cell_, FaultKind::timeout_after_effect);
    case OutsideFault::reject: return world_.meet(*cell_, FaultKind::reject);
    case OutsideFault::late_reply: return world_.meet(*cell_, FaultKind::late_reply);
  }
  return std::nullopt;
}

Rng& Turn::rng(std::string_view name) { return world_.rng_of(*cell_, name); }

void Turn::observe(Observation observation) { world_.observe(completed(observation)); }

Observation Turn::completed(Observation observation) const {
  observation.process = cell_->id;
  if (observation.correlation.value == 0) observation.correlation = mail_.envelope.correlation;
  observation.causation = CausationId{mail_.envelope.id.value};
  return observation;
}

std::uint64_t Turn::arm(Wait& wait) {
  const std::uint64_t ticket = cell_->waits.add(wait, this);
  wait.arm(ticket);
  return ticket;
}

void Turn::begin_call(CallWait& wait, ProcessId to, Payload request, Duration timeout) {
  const std::uint64_t ticket = arm(wait);
  Envelope& envelope = post(to, MessageKind::request, std::move(request));
  envelope.call = CallNumber{ticket};
  world_.set_deadline(*cell_, ticket, envelope.id, to, timeout);
}

void Turn::begin_sleep(SleepWait& wait, Duration delay) { world_.wake_after(*cell_, arm(wait), delay); }

void Turn::begin_work(WorkWait& wait, Duration cpu_time) {
  working_ = true;
  tells_work_ = is_start_;  // of a turn that a message began, its own beginning and end tell
  if (tells_work_) observe({.kind = ObservationKind::work_begun, .a = to_ns(cpu_time)});
  world_.execute(*cell_, arm(wait), cpu_time);
}

void Turn::begin_sync(SyncWait& wait) { world_.sync_disk(*cell_, arm(wait)); }

void Turn::forget(Wait& wait) { world_.end_wait(*cell_, wait.ticket()); }

}  // namespace crisper::sim
