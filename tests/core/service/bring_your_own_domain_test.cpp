// The code of docs/guide/bring_your_own_domain.md.
#include <gtest/gtest.h>

#include <set>

#include "core/design/assemble.hpp"
#include "core/domain/domain.hpp"
#include "core/message/body.hpp"
#include "core/service/given_when_then.hpp"

namespace crisper {
namespace {

struct BookSeat {
  CRISPER_BODY(BookSeat);
  std::int64_t seat = 0;
  CRISPER_FIELDS(seat)
};

struct SeatBooked {
  CRISPER_BODY(SeatBooked);
  std::int64_t seat = 0;
  CRISPER_FIELDS(seat)
};

struct ShowDecider {
  using State = std::set<std::int64_t>;  // seats taken

  static State initial() { return {}; }

  static Decision decide(const State& taken, const Payload& command) {
    const auto* book = command.as<BookSeat>();
    if (!book) return failure(Rejection{"not a show's command"});
    if (taken.contains(book->seat)) return failure(Rejection{"this seat is taken"});
    return std::vector<Payload>{Payload::of(SeatBooked{.seat = book->seat})};
  }

  static State evolve(State taken, const Payload& event) {
    if (const auto* booked = event.as<SeatBooked>()) taken.insert(booked->seat);
    return taken;
  }
};

inline constexpr StreamCategory show_category{1};

class Theatre final : public Domain {
 public:
  std::string name() const override { return "theatre"; }
  std::string category_name(StreamCategory) const override { return "show"; }
  void register_deciders(Dispatcher& dispatcher) const override {
    dispatcher.add(show_category, std::make_shared<DeciderOf<ShowDecider>>());
  }
  void register_messages(MessageCatalog& catalog) const override { catalog.add<SeatBooked>(); }
  std::vector<std::shared_ptr<const ProjectionDefinition>> projections() const override { return {}; }
  std::vector<std::shared_ptr<const SagaDefinition>> sagas() const override { return {}; }
  std::map<std::string, ProcessId> add_services(System&, ProcessId) const override { return {}; }
};

TEST(BringYourOwnDomain, specifies_a_decider_in_three_words) {
  // Wrong: the guide's example would not hold.
  const auto told = given<ShowDecider>(SeatBooked{.seat = 1}).when(BookSeat{.seat = 2}).then(SeatBooked{.seat = 2});
  EXPECT_TRUE(told) << told.difference();
  EXPECT_TRUE(given<ShowDecider>(SeatBooked{.seat = 1}).when(BookSeat{.seat = 1}).then_rejected("taken"));
}

TEST(BringYourOwnDomain, assembles_a_domain_into_a_design) {
  // Wrong: the pipeline would know more of the business than its Domain says.
  const Theatre theatre;
  const auto system = assemble(Design{}, theatre, {});
  ASSERT_TRUE(system.has_value());
  for (const char* stage : {"command-store", "command-queue", "handler-1", "event-store", "event-log"}) {
    EXPECT_NE(system->find(stage).value, 0u) << stage;
  }
  EXPECT_EQ(stream_name(theatre, StreamId::of(show_category, 7)), "show-7");
}

TEST(BringYourOwnDomain, is_told_of_a_design_that_there_cannot_be) {
  // Wrong: only who reads a scenario hears of it, and a program of one's own runs something else than it says.
  Design design;
  design.event_store.sync = AppendSync::after_answer;
  design.publication.method = PublicationMethod::two_phase_commit;
  const auto system = assemble(design, Theatre{}, {});
  ASSERT_FALSE(system.has_value());
  ASSERT_EQ(system.error().size(), 1u);
  EXPECT_EQ(system.error()[0].key, "event_store.sync");
}

}  // namespace
}  // namespace crisper
