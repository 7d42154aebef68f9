// Step: one kind of step of a script, and the words in which it is written. Each stands in one of the files of steps;
// script_steps.cpp lists them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/client/intent.hpp"
#include "core/domain/smart_fridge/announcement.hpp"
#include "sim/scenario/record_format.hpp"
#include "sim/scenario/scalar_format.hpp"

namespace crisper::smart_fridge::steps {

inline constexpr Duration longest_step = std::chrono::hours(2400);

inline sim::FormatPtr<std::uint64_t> numbered() { return sim::natural_number({.least = 1, .most = 1'000'000'000}); }
inline sim::FormatPtr<std::int64_t> amount(std::int64_t least) {
  return sim::whole_number({.least = least, .most = 1'000'000'000});
}

/// One of the fridges that a basket is filled from.
struct Taken {
  std::uint64_t fridge = 1;
  std::uint64_t meal = 1;
  std::int64_t quantity = 1;
};

/// What a step says of a fridge and a meal, whatever it does with them.
struct Words {
  std::uint64_t number = 0;
  std::uint64_t customer = 1;
  std::uint64_t fridge = 1;
  std::uint64_t meal = 1;
  std::int64_t quantity = 1;
  std::int64_t price = 1000;
  std::uint64_t stand_in = 2;
  std::uint64_t copy = 0;
  bool send = true;
  bool look_first = false;
  bool at_shown_price = false;
  Duration decide_after{};
  ReleaseTrust trust = ReleaseTrust::none;
  std::int64_t at_most = 50;
  Duration from_time{};
  Duration until{};
  std::string view = "catalog";
  std::vector<Taken> from{Taken{}};
};

/// One kind of step: its key, its words, and how they stand for an intent.
struct Step {
  std::string key;
  std::string doc;
  sim::FormatPtr<Words> words;
  std::function<void(const Words&, Intent&)> to_intent;
  /// False where the intent is of another kind.
  std::function<bool(const Intent&, Words&)> from_intent;
};

/// Of a step that is about a meal in a fridge: which.
std::shared_ptr<sim::Record<Words>> place_words();

// What customers and readers do.
Step order();
Step basket();
Step look();
// What the kitchen and its planners do.
Step load();
Step announce();
Step release();
// What fridges do, and what is done to them.
Step report();
Step write_off();
Step lose();
Step count();
Step send_report();
Step switch_off();
Step switch_on();
// What becomes of prices.
Step promotion();
Step advance_time();

}  // namespace crisper::smart_fridge::steps
