#include "tests/sim/engine/engine_probe.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <stdexcept>

#include "core/message/codec.hpp"
#include "sim/engine/fast/fast_engine.hpp"
#include "sim/engine/simgrid/simgrid_engine.hpp"
#include "sim/engine/worker_pool.hpp"

namespace crisper::sim {
namespace {

/// Notes every call; fails the child when the engine calls its client from inside a call to itself.
class Client : public EngineClient {
 public:
  Client(Engine& engine, const std::function<void(Probe&)>& script) : probe_{.engine = engine}, script_(script) {}

  void on_begin() override { script_(probe_); }
  void on_timer(Cookie timer) override { note(ProbeCall::Kind::timer, timer); }
  void on_arrival(Cookie packet) override { note(ProbeCall::Kind::arrival, packet); }
  void on_executed(Cookie work) override { note(ProbeCall::Kind::executed, work); }
  void note(ProbeCall::Kind kind, Cookie cookie) {
    if (inside_) throw std::runtime_error("a callback inside a callback");
    inside_ = true;
    calls_.push_back({.kind = kind, .cookie = cookie, .at_ns = to_ns(probe_.engine.now())});
    if (kind != ProbeCall::Kind::returned) probe_.on_call(calls_.back());
    inside_ = false;
  }
  const std::vector<ProbeCall>& calls() const { return calls_; }

 private:
  Probe probe_;
  const std::function<void(Probe&)>& script_;
  std::vector<ProbeCall> calls_;
  bool inside_ = false;
};

std::unique_ptr<Engine> engine_named(std::string_view name, const Platform& platform) {
  if (name == "simgrid") return std::make_unique<SimGridEngine>(platform);
  return std::make_unique<FastEngine>(platform);
}

}  // namespace

void PrintTo(const ProbeCall& call, std::ostream* out) {
  constexpr const char* names[] = {"timer", "arrival", "executed", "returned"};
  *out << names[static_cast<std::size_t>(call.kind)] << " " << call.cookie << " at " << call.at_ns << " ns";
}

std::vector<ProbeCall> probe(std::string_view engine, const Platform& platform,
                             const std::function<void(Probe&)>& script) {
  const JobOutcome run = run_in_worker(
      [&] {
        const auto made = engine_named(engine, platform);
        Client client(*made, script);
        made->run(client);
        client.note(ProbeCall::Kind::returned, 0);
        std::string bytes;
        for (const ProbeCall& call : client.calls()) {
          append_word(bytes, static_cast<std::uint64_t>(call.kind));
          append_word(bytes, call.cookie);
          append_word(bytes, static_cast<std::uint64_t>(call.at_ns));
        }
        return bytes;
      },
      {.job_time_max = std::chrono::minutes(2)});
  EXPECT_TRUE(run.is_done()) << run.why_and_last_words();
  std::vector<ProbeCall> calls;
  ByteReader reader(run.output);
  std::uint64_t kind = 0, cookie = 0, at_ns = 0;
  while (reader.word(kind) && reader.word(cookie) && reader.word(at_ns))
    calls.push_back({static_cast<ProbeCall::Kind>(kind), cookie, static_cast<std::int64_t>(at_ns)});
  return calls;
}

std::vector<ProbeCall> only(ProbeCall::Kind kind, const std::vector<ProbeCall>& calls) {
  std::vector<ProbeCall> result;
  for (const ProbeCall& call : calls)
    if (call.kind == kind) result.push_back(call);
  return result;
}

std::vector<Cookie> cookies(const std::vector<ProbeCall>& calls) {
  std::vector<Cookie> result;
  for (const ProbeCall& call : calls)
    if (call.kind != ProbeCall::Kind::returned) result.push_back(call.cookie);
  return result;
}

std::int64_t when(Cookie cookie, const std::vector<ProbeCall>& calls) {
  for (const ProbeCall& call : calls)
    if (call.kind != ProbeCall::Kind::returned && call.cookie == cookie) return call.at_ns;
  return -1;
}

}  // namespace crisper::sim
