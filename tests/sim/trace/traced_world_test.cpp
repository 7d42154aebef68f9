// Traces of a world with every message fault, crashes, full mailboxes, calls and reminders.
#include <gtest/gtest.h>

#include "core/message/body.hpp"
#include "core/runtime/context.hpp"
#include "core/runtime/system.hpp"
#include "sim/engine/fast/fast_engine.hpp"
#include "sim/trace/trace_processes.hpp"
#include "sim/trace/trace_reader.hpp"
#include "sim/trace/trace_writer.hpp"
#include "sim/world/world.hpp"
#include "tests/sim/trace/small_trace.hpp"

namespace crisper::sim {
namespace {

using namespace literals;

struct Question {
  CRISPER_BODY(Question);
  std::int64_t number = 0;
  CRISPER_FIELDS(number)
};

class Answerer final : public Process {
 public:
  Task<> receive(Context& context, const Envelope& envelope) override {
    co_await context.sleep(2ms);
    if (envelope.kind == MessageKind::request) context.reply(envelope, envelope.payload);
  }
};

class Asker final : public Process {
 public:
  explicit Asker(ProcessId whom) : whom_(whom) {}
  Task<> start(Context& context) override {
    context.remind(1ms, Payload::of(Question{}));
    co_return;
  }
  Task<> receive(Context& context, const Envelope& envelope) override {
    const auto* question = envelope.payload.as<Question>();
    context.cast(whom_, Payload::of(Question{question->number}));
    co_await context.call(whom_, Payload::of(Question{question->number}), 9ms);
    context.remind(1ms, Payload::of(Question{question->number + 1}));
  }

 private:
  ProcessId whom_;
};

struct Counted final : Observer {
  void observe(const Observation& said, ObservationId) override { ++count[static_cast<std::size_t>(said.kind)]; }
  std::int64_t of(ObservationKind kind) const { return count[static_cast<std::size_t>(kind)]; }
  std::array<std::int64_t, observation_kinds.size()> count{};
};

struct Traced {
  Counted counted;
  std::uint64_t observations = 0;
};

Traced run_traced(const std::filesystem::path& path, TransportKind transport) {
  System system;
  const ProcessId answerer = system.add({.name = "answerer", .role = "answerer",
                                         .factory = [] { return std::make_unique<Answerer>(); },
                                         .mailbox = {.capacity = 3, .overflow = OverflowPolicy::drop_oldest},
                                         .host = {}});
  for (const char* name : {"asker-1", "asker-2", "asker-3"}) {
    system.add({.name = name, .role = "asker", .factory = [=] { return std::make_unique<Asker>(answerer); },
                .mailbox = {}, .host = {}});
  }
  const Platform platform = uniform_platform(4, {.latency = 1ms});
  std::vector<FaultSpec> specs;
  for (const FaultKind kind : {FaultKind::loss, FaultKind::duplicate, FaultKind::reorder, FaultKind::delay,
                               FaultKind::corrupt}) {
    specs.push_back({.kind = kind, .from = {}, .to = {}, .rate = {50'000'000}, .amount_min = 1ms, .amount_max = 5ms});
  }
  specs.push_back({.kind = FaultKind::crash, .from = {}, .to = "answerer", .at = SimTime(100ms), .every = 200ms,
                   .restart_after = 20ms});
  const WorldOptions options{.transport = {.kind = transport}, .horizon = SimTime(2s)};
  std::vector<FaultTarget> targets;
  for (const ProcessSpec& spec : system.processes()) targets.push_back({spec.name, spec.role, ""});
  FaultInjector faults(specs, 7, options.horizon, targets);
  FastEngine engine(platform);
  ObservationBus bus;
  Traced result;
  const auto trace = TraceWriter::create({.path = path, .stream_categories = {}}).value();
  bus.attach(*trace);
  bus.attach(result.counted);
  World world(system, platform, engine, faults, bus, options);
  world.run();
  name_processes(*trace, world);
  EXPECT_TRUE(trace->finish());
  result.observations = bus.count();
  return result;
}

class TracedWorld : public testing::TestWithParam<TransportKind> {
 protected:
  ScratchFolder folder_;
};

TEST_P(TracedWorld, NothingThatWasSaidIsMissingAndNothingIsThereTwice) {
  // If this fails, the evidence that a verdict names may not be in the trace.
  const Traced run = run_traced(folder_ / "run.sqlite", GetParam());
  const auto trace = TraceReader::open(folder_ / "run.sqlite");
  const auto ids = trace->query("SELECT COUNT(*), COUNT(DISTINCT id), MAX(id) FROM timeline");
  const auto expected = static_cast<std::int64_t>(run.observations);
  EXPECT_EQ(ids->rows[0], (std::vector<TraceValue>{expected, expected, expected}));
}

TEST_P(TracedWorld, DeliveriesCountWhatTheRunCounted) {
  // If this fails, folding invents or loses deliveries.
  const Counted counted = run_traced(folder_ / "run.sqlite", GetParam()).counted;
  const auto trace = TraceReader::open(folder_ / "run.sqlite");
  const auto count = [&](const std::string& where) {
    const auto rows = trace->query("SELECT COUNT(*) FROM message JOIN delivery USING (id) WHERE " + where);
    return rows ? std::get<std::int64_t>(rows->rows[0][0]) : -1;
  };
  using Kind = ObservationKind;
  EXPECT_EQ(count("delivery.sent_at IS NOT NULL AND NOT delivery.duplicate"), counted.of(Kind::message_sent));
  EXPECT_EQ(count("arrived_at IS NOT NULL"), counted.of(Kind::message_delivered));
  EXPECT_EQ(count("begun_at IS NOT NULL"), counted.of(Kind::turn_begun));
  EXPECT_EQ(count("message.fate = 'handled'"), counted.of(Kind::turn_ended));
  EXPECT_EQ(count("message.fate = 'late'"), counted.of(Kind::reply_late));
  EXPECT_EQ(count("delivery.fate >= (SELECT id FROM fate WHERE name = 'lost')"), counted.of(Kind::message_dropped));
  EXPECT_GT(count("message.fate = 'abandoned'"), 0);
  EXPECT_GT(count("message.fate = 'mailbox full'"), 0);
  EXPECT_GT(count("delivery.duplicate AND delivery.type IS NOT NULL"), 0);
}

TEST_P(TracedWorld, MailboxesNeverHoldMoreThanTheirCapacity) {
  // If this fails, the depth that a trace shows is not the depth that was.
  run_traced(folder_ / "run.sqlite", GetParam());
  const auto rows = TraceReader::open(folder_ / "run.sqlite")
                        ->query("SELECT MIN(depth), MAX(depth) FROM mailbox_depth WHERE process = 'answerer'");
  EXPECT_EQ(rows->rows[0], (std::vector<TraceValue>{std::int64_t{0}, std::int64_t{3}}));
}

TEST_P(TracedWorld, TheSameRunMakesTheSameTrace) {
  // If this fails, traces of one seed can't be compared.
  run_traced(folder_ / "one.sqlite", GetParam());
  run_traced(folder_ / "two.sqlite", GetParam());
  const auto one = TraceReader::open(folder_ / "one.sqlite");
  const auto two = TraceReader::open(folder_ / "two.sqlite");
  for (const char* table : {"delivery", "observation", "payload", "message_type", "process", "stream", "run"}) {
    const std::string sql = std::string("SELECT * FROM ") + table + " ORDER BY 1";
    EXPECT_EQ(one->query(sql)->rows, two->query(sql)->rows) << table;
  }
}

INSTANTIATE_TEST_SUITE_P(OnBothTransports, TracedWorld,
                         testing::Values(TransportKind::datagram, TransportKind::session));

}  // namespace
}  // namespace crisper::sim
