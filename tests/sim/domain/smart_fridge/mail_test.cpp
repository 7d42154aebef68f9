// The world that takes mails, when something is wrong with it.
#include "core/domain/smart_fridge/mail.hpp"

#include <gtest/gtest.h>

#include "core/message/delivery.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace crisper::literals;

Payload one_mail(std::uint64_t order) {
  Delivery delivery{.first = static_cast<std::int64_t>(order), .items = {}};
  delivery.items.push_back(Payload::of(SendMail{.order = OrderId{order}, .completed = true}));
  return Payload::of(std::move(delivery));
}

/// A mail, and another soon after it, from two who wait for a second: when they were sent, and when that was answered.
struct TwoMails {
  std::vector<SimTime> sent;
  std::vector<SimTime> answered;
};

TwoMails two_mails(std::vector<sim::FaultSpec> faults) {
  sim::test::Stage stage("fast");
  ProcessSpec spec{.name = "mail-service", .role = "external"};
  spec.factory = [] { return std::make_unique<MailService>(Options{}); };
  const ProcessId service = stage.system.add(std::move(spec));
  TwoMails mails;
  for (std::uint64_t order = 1; order <= 2; ++order) {
    stage.add("relay-" + std::to_string(order), {.start = [&mails, service, order](Context& ctx) -> Task<> {
                co_await ctx.sleep(static_cast<std::int64_t>(order) * 50ms);
                const Payload mail = one_mail(order);
                const Result<Payload, CallError> answer = co_await ctx.call(service, mail, 1s);
                if (answer) mails.answered.push_back(ctx.monotonic());
              }});
  }
  stage.faults = std::move(faults);
  stage.on_observation = [&](const Observation& each) {
    if (each.kind == ObservationKind::effect_performed) mails.sent.push_back(each.at);
  };
  stage.run();
  return mails;
}

sim::FaultSpec of_mails(sim::FaultKind kind, Duration amount = {}) {
  return {.kind = kind, .to = "mail-service", .lasting = Duration(5s), .amount_min = amount, .amount_max = amount};
}

TEST(MailService, sends_when_it_would_however_late_its_answers_are) {
  // Wrong: a fault of answers would hold back what later mails do, and be taken for one of a slow service.
  const TwoMails in_time = two_mails({});
  const TwoMails late = two_mails({of_mails(sim::FaultKind::late_reply, 300ms)});
  ASSERT_EQ(in_time.sent.size(), 2u);
  EXPECT_EQ(late.sent, in_time.sent);
  ASSERT_EQ(late.answered.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(late.answered[i] - in_time.answered[i], Duration(300ms));
}

TEST(MailService, sends_what_it_never_answers) {
  // Wrong: a lost answer would be a lost mail.
  const TwoMails silent = two_mails({of_mails(sim::FaultKind::timeout_after_effect)});
  EXPECT_EQ(silent.sent, two_mails({}).sent);
  EXPECT_TRUE(silent.answered.empty());
}

}  // namespace
}  // namespace crisper::smart_fridge
