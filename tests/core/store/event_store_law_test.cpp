// The law of event stores: both backends give the same answers, whatever is asked of them in whatever order.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <ostream>

#include "tests/core/store/store_under_test.hpp"

namespace crisper {
namespace {

/// One thing that may be asked of a store or happen to it. Small ranges, so that commands, streams, versions and tokens
/// meet.
struct StoreStep {
  enum class Kind { append, roll_back, crash_while_staged, crash, mark };
  Kind kind{};
  std::uint64_t command = 0;
  std::uint64_t stream = 0;
  std::uint64_t also = 0;  ///< zero: no second stream
  std::int64_t expected = 0;  ///< negative: any
  std::int64_t token = 0;
  std::size_t events = 1;
  std::size_t kept = 0;
};

std::ostream& operator<<(std::ostream& out, const StoreStep& step) {
  static constexpr std::array names = {"append", "roll back", "crash while staged", "crash", "mark"};
  return out << names[static_cast<std::size_t>(step.kind)] << " command=" << step.command << " stream=" << step.stream
             << " also=" << step.also << " expected=" << step.expected << " token=" << step.token
             << " events=" << step.events
             << " kept=" << step.kept;
}

rc::Gen<StoreStep> any_step() {
  return rc::gen::build<StoreStep>(rc::gen::set(&StoreStep::kind, rc::gen::weightedElement<StoreStep::Kind>(
                                                                      {{8, StoreStep::Kind::append},
                                                                       {1, StoreStep::Kind::roll_back},
                                                                       {1, StoreStep::Kind::crash_while_staged},
                                                                       {1, StoreStep::Kind::crash},
                                                                       {2, StoreStep::Kind::mark}})),
                                   rc::gen::set(&StoreStep::command, rc::gen::inRange<std::uint64_t>(1, 30)),
                                   rc::gen::set(&StoreStep::stream, rc::gen::inRange<std::uint64_t>(1, 5)),
                                   rc::gen::set(&StoreStep::also, rc::gen::inRange<std::uint64_t>(0, 5)),
                                   rc::gen::set(&StoreStep::expected, rc::gen::inRange<std::int64_t>(-8, 5)),
                                   rc::gen::set(&StoreStep::token, rc::gen::inRange<std::int64_t>(0, 4)),
                                   rc::gen::set(&StoreStep::events, rc::gen::inRange<std::size_t>(1, 4)),
                                   rc::gen::set(&StoreStep::kept, rc::gen::inRange<std::size_t>(0, 3)));
}

AppendRequest request_of(const StoreStep& step) {
  StreamAppend part{.stream = {step.stream}, .expected = {}, .token = {step.token}, .events = {}};
  if (step.expected >= 0) part.expected = StreamVersion{step.expected};
  for (std::size_t i = 0; i < step.events; ++i) part.events.push_back(note(std::to_string(step.command)));
  AppendRequest request{.command = {step.command}, .correlation = {}, .parts = {part}};
  // Some take a second stream along, whatever its version.
  if (step.also != 0 && step.also != step.stream) {
    request.parts.push_back({.stream = {step.also}, .expected = {}, .token = {}, .events = {note("also")}});
  }
  return request;
}

Result<std::vector<Payload>, AppendError> take(StoreUnderTest& store, const StoreStep& step) {
  using Kind = StoreStep::Kind;
  Result<std::vector<Payload>, AppendError> answer;
  switch (step.kind) {
    case Kind::append: return store.append(request_of(step));
    case Kind::roll_back:
      answer = store->stage(request_of(step));
      if (answer) store->rollback();
      return answer;
    case Kind::crash_while_staged:
      answer = store->stage(request_of(step));
      store.crash(step.kept);
      return answer;
    case Kind::crash: store.crash(step.kept); return answer;
    case Kind::mark: store->mark_published(GlobalPosition{static_cast<std::int64_t>(step.command)}); return answer;
  }
  return answer;
}

}  // namespace
}  // namespace crisper

RC_GTEST_PROP(EventStoreLaw, BothBackendsGiveTheSameAnswers, ()) {
  // If this fails, a verdict on a design depends on what keeps its events.
  using namespace crisper;
  StoreUnderTest memory(Backend::memory);
  StoreUnderTest sqlite(Backend::sqlite);
  for (const StoreStep& step : *rc::gen::container<std::vector<StoreStep>>(any_step())) {
    const auto from_memory = take(memory, step);
    const auto from_sqlite = take(sqlite, step);
    const bool same = from_memory == from_sqlite && memory.answers() == sqlite.answers();
    RC_ASSERT(same);
  }
}

RC_GTEST_PROP(EventStoreLaw, ACrashTakesNothingThatWasAcknowledged, ()) {
  // If this fails, an acknowledged event is lost, moved or doubled by a restart.
  using namespace crisper;
  const Backend backend = *rc::gen::element(Backend::memory, Backend::sqlite);
  StoreUnderTest store(backend);
  for (const StoreStep& step : *rc::gen::container<std::vector<StoreStep>>(any_step())) {
    const std::vector<Payload> before = store->read_all(GlobalPosition{}, 1000);
    const auto answer = take(store, step);
    std::vector<Payload> after = store->read_all(GlobalPosition{}, 1000);
    RC_ASSERT(after.size() >= before.size());
    if (step.kind == StoreStep::Kind::append && answer) RC_ASSERT(after.size() == before.size() + answer->size());
    after.resize(before.size());
    RC_ASSERT(after == before);
  }
}
