#include "sim/world/turn.hpp"

#include "core/base/assert.hpp"
#include "sim/world/world.hpp"

namespace crisper::sim {

void Turn::begin(Cell& cell, Mail mail, bool is_start) {
  cell_ = &cell;
  mail_ = std::move(mail);
  is_start_ = is_start;
  working_ = false;
  outgoing_.clear();
}

void Turn::end() {
  // Frames hold waits, and waits ask their context to forget them: the task goes first.
  task_ = Task<>();
  outgoing_.clear();
  mail_ = Mail{};
}

Task<> Turn::handle() {
  co_await work(cell_->spec.service_time);
  co_await cell_->process->receive(*this, mail_.envelope);
}

void Turn::run_from_start() {
  // Only a turn that is charged for its beginning needs a frame of its own around the process's.
  if (is_start_) {
    task_ = cell_->process->start(*this);
  } else if (cell_->spec.service_time > Duration::zero()) {
    task_ = handle();
  } else {
    task_ = cell_->process->receive(*this, mail_.envelope);
  }
  task_.start();
}

void Turn::run_from(Wait& wait) {
  working_ = false;
  wait.resume();
}

void Turn::flush() {
  if (working_) return;
  for (Envelope& envelope : outgoing_) world_.send(*cell_, std::move(envelope));
  outgoing_.clear();
}

ProcessId Turn::self() const { return cell_->id; }

SimTime Turn::now() const {
  if (cell_->skew_fault >= 0) world_.note_skew_read(*cell_);
  return cell_->clock.read(world_.now());
}

Envelope& Turn::post(ProcessId to, MessageKind kind, Payload payload) {
  CRISPER_ASSERT(to.value != 0, "a message needs a receiver");
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
  world_.set_reminder(*cell_, delay, std::move(envelope));
}

Disk& Turn::disk() { return cell_->disk; }

ProcessId Turn::spawn(ProcessSpec spec) { return world_.spawn(*cell_, std::move(spec)); }

void Turn::exit() { cell_->exit_requested = true; }

Rng& Turn::rng(std::string_view name) {
  const auto found = cell_->rngs.find(name);
  if (found != cell_->rngs.end()) return found->second;
  const Rng own = world_.process_rng(*cell_).fork(name);
  return cell_->rngs.emplace(std::string(name), own).first->second;
}

void Turn::observe(Observation observation) {
  observation.process = cell_->id;
  if (observation.correlation.value == 0) observation.correlation = mail_.envelope.correlation;
  observation.causation = CausationId{mail_.envelope.id.value};
  world_.observe(observation);
}

void Turn::begin_call(CallWait& wait, ProcessId to, Payload request, Duration timeout) {
  wait.arm(cell_->waits.add(wait, this));
  post(to, MessageKind::request, std::move(request)).call = CallNumber{wait.ticket()};
  world_.set_deadline(*cell_, wait.ticket(), outgoing_.back().id, to, timeout);
}

void Turn::begin_sleep(SleepWait& wait, Duration delay) {
  wait.arm(cell_->waits.add(wait, this));
  world_.wake_after(*cell_, wait.ticket(), delay);
}

void Turn::begin_work(WorkWait& wait, Duration cpu_time) {
  wait.arm(cell_->waits.add(wait, this));
  working_ = true;
  world_.execute(*cell_, wait.ticket(), cpu_time);
}

void Turn::begin_sync(SyncWait& wait) {
  wait.arm(cell_->waits.add(wait, this));
  world_.sync_disk(*cell_, wait.ticket());
}

void Turn::forget(Wait& wait) { cell_->waits.remove(wait.ticket()); }

}  // namespace crisper::sim
