#include "tests/sim/schedule/exam_programs.hpp"

#include <deque>
#include <optional>

#include "sim/schedule/window_gate.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

/// No order is out of reach: whoever is held waits as long as it takes.
constexpr ScheduleOptions exam_window{.window = 5s};
constexpr Duration patience = 1000s;
constexpr std::int64_t read_it = INT64_MIN;

/// Answers a read with its value, and takes any other number for its value.
ProcessId variable(Stage& stage, const std::string& name) {
  auto value = std::make_shared<std::int64_t>(0);
  return stage.add(name, {.receive = [value](Context& ctx, const Envelope& asked) -> Task<> {
                     if (number_in(asked) != read_it) *value = number_in(asked);
                     ctx.reply(asked, number(*value));
                     co_return;
                   }});
}

/// One holder at a time: 1 takes it, and is answered when it is free; 0 gives it back.
ProcessId lock(Stage& stage, const std::string& name) {
  struct State {
    bool held = false;
    std::deque<Envelope> waiting;
  };
  auto state = std::make_shared<State>();
  return stage.add(name, {.receive = [state](Context& ctx, const Envelope& asked) -> Task<> {
                     if (number_in(asked) == 1 && state->held) {
                       state->waiting.push_back(asked);
                       co_return;
                     }
                     if (number_in(asked) == 0) ctx.reply(asked, number(0));
                     state->held = number_in(asked) == 1;
                     if (state->held) ctx.reply(asked, number(1));
                     if (state->held || state->waiting.empty()) co_return;
                     state->held = true;
                     ctx.reply(state->waiting.front(), number(1));
                     state->waiting.pop_front();
                   }});
}

Task<std::int64_t> access(Context& ctx, ProcessId to, std::int64_t what) {
  const auto answer = co_await ctx.call(to, number(what), patience);
  co_return answer ? number_in(*answer) : -1;
}

using Body = std::function<Task<>(Context&)>;

/// The threads of a program, each begun by its main thread when the one before it is there: those that came first may
/// be done before the last one is.
class Threads {
 public:
  explicit Threads(Stage& stage) : stage_(stage) {}
  ~Threads() {
    stage_.add("main", {.start = [all = all_](Context& ctx) -> Task<> {
                 for (const ProcessId each : all) co_await access(ctx, each, 1);
               }});
  }
  void add(const std::string& name, Body body) {
    const auto begun = [body = std::move(body)](Context& ctx, const Envelope& asked) -> Task<> {
      ctx.reply(asked, number(1));
      co_await body(ctx);
    };
    all_.push_back(stage_.add(name, {.receive = begun}));
  }

 private:
  Stage& stage_;
  std::vector<ProcessId> all_;
};

/// N setters write a, then b; whoever reads one of both has met the bug.
std::shared_ptr<bool> reorder(Stage& stage, int setters) {
  auto met = std::make_shared<bool>(false);
  Threads threads(stage);
  const ProcessId a = variable(stage, "a");
  const ProcessId b = variable(stage, "b");
  for (int i = 1; i <= setters; ++i) {
    threads.add("setter-" + std::to_string(i), [=](Context& ctx) -> Task<> {
      co_await access(ctx, a, 1);
      co_await access(ctx, b, -1);
    });
  }
  threads.add("checker", [=](Context& ctx) -> Task<> {
    const std::int64_t of_a = co_await access(ctx, a, read_it);
    const std::int64_t of_b = co_await access(ctx, b, read_it);
    *met = !((of_a == 0 && of_b == 0) || (of_a == 1 && of_b == -1));
  });
  return met;
}

/// Each writer sets one value under one lock, and the next, made of it, under another: a reader that comes between
/// reads a value that does not go with the first.
std::shared_ptr<bool> twostage(Stage& stage, int writers) {
  auto met = std::make_shared<bool>(false);
  Threads threads(stage);
  const ProcessId first = variable(stage, "first");
  const ProcessId second = variable(stage, "second");
  const ProcessId lock_a = lock(stage, "lock-a");
  const ProcessId lock_b = lock(stage, "lock-b");
  for (int i = 1; i <= writers; ++i) {
    threads.add("writer-" + std::to_string(i), [=](Context& ctx) -> Task<> {
      co_await access(ctx, lock_a, 1);
      co_await access(ctx, first, 1);
      co_await access(ctx, lock_a, 0);
      co_await access(ctx, lock_b, 1);
      const std::int64_t value = co_await access(ctx, first, read_it);
      co_await access(ctx, second, value + 1);
      co_await access(ctx, lock_b, 0);
    });
  }
  threads.add("reader", [=](Context& ctx) -> Task<> {
    co_await access(ctx, lock_a, 1);
    const std::int64_t of_first = co_await access(ctx, first, read_it);
    co_await access(ctx, lock_a, 0);
    if (of_first == 0) co_return;
    co_await access(ctx, lock_b, 1);
    const std::int64_t of_second = co_await access(ctx, second, read_it);
    co_await access(ctx, lock_b, 0);
    *met = of_second != of_first + 1;
  });
  return met;
}

/// One thread keeps the value under another lock than the others.
std::shared_ptr<bool> wronglock(Stage& stage, int others) {
  auto met = std::make_shared<bool>(false);
  Threads threads(stage);
  const ProcessId value = variable(stage, "value");
  const ProcessId right = lock(stage, "right");
  const ProcessId wrong = lock(stage, "wrong");
  for (int i = 0; i <= others; ++i) {
    const ProcessId mine = i == 0 ? wrong : right;
    threads.add("thread-" + std::to_string(i), [=](Context& ctx) -> Task<> {
      co_await access(ctx, mine, 1);
      const std::int64_t before = co_await access(ctx, value, read_it);
      co_await access(ctx, value, before + 1);
      const std::int64_t after = co_await access(ctx, value, read_it);
      *met = *met || after != before + 1;
      co_await access(ctx, mine, 0);
    });
  }
  return met;
}

/// Whoever checks the balance holds the lock, but doesn't wait for both others.
std::shared_ptr<bool> account(Stage& stage, int) {
  auto met = std::make_shared<bool>(false);
  Threads threads(stage);
  const ProcessId balance = variable(stage, "balance");
  const ProcessId guard = lock(stage, "guard");
  const ProcessId done = variable(stage, "done");
  for (const std::int64_t by : {7, -3}) {
    threads.add(by > 0 ? "deposit" : "withdraw", [=](Context& ctx) -> Task<> {
      co_await access(ctx, guard, 1);
      co_await access(ctx, balance, co_await access(ctx, balance, read_it) + by);
      if (by > 0) co_await access(ctx, done, 1);
      co_await access(ctx, guard, 0);
    });
  }
  threads.add("check", [=](Context& ctx) -> Task<> {
    co_await access(ctx, guard, 1);
    const bool is_done = co_await access(ctx, done, read_it) == 1;
    if (is_done) *met = co_await access(ctx, balance, read_it) != 4;
    co_await access(ctx, guard, 0);
  });
  return met;
}

}  // namespace

const std::vector<ExamProgram>& exam_programs() {
  static const std::vector<ExamProgram> all{
      {"reorder_3", reorder, 3},    {"reorder_5", reorder, 5},      {"reorder_10", reorder, 10},
      {"reorder_50", reorder, 50},  {"reorder_100", reorder, 100},  {"twostage", twostage, 1},
      {"twostage_20", twostage, 20}, {"twostage_50", twostage, 50}, {"wronglock", wronglock, 7},
      {"account", account, 0}};
  return all;
}

bool meets_the_bug(const ExamProgram& program, Scheduler* scheduler) {
  Stage stage("fast");
  stage.options.horizon = sim_start + std::chrono::hours(1);
  const std::shared_ptr<bool> met = program.build(stage, program.size);
  std::optional<WindowGate> gate;
  if (scheduler) stage.gate = &gate.emplace(*scheduler, exam_window);
  stage.run();
  return *met;
}

}  // namespace crisper::sim::test
