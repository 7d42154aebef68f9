// Capacity words: what a search for a capacity comes to in sentences and cells, whatever it is written as.
#pragma once

#include <string>
#include <vector>

#include "properties/capacity/capacity.hpp"

namespace crisper::reports {

/// The highest rate that holds, and what ends it; or why it isn't known.
std::string capacity_headline(const properties::SweepResult& sweep, const properties::Capacity& capacity);

/// What else must be known to read that number: rates that hold above one that doesn't, loads that were too short,
/// what was not tried. Empty where there is none of it.
std::vector<std::string> capacity_doubts(const properties::Capacity& capacity);

/// What ends it: who was at work the most, and where commands waited.
std::vector<std::string> limit_sentences(const properties::Capacity& capacity);

/// The knee, or why there is none.
std::string knee_sentence(const properties::Capacity& capacity);

/// The Universal Scalability Law: its coefficients, and what they mean here. Empty where commands don't come with
/// the rate, which the sentence of the knee says.
std::vector<std::string> scalability_sentences(const properties::Capacity& capacity);

/// Little's law at the highest rate that holds, as a check of what was measured; empty where there is none.
std::string little_sentence(const properties::Capacity& capacity);

/// All of these, in this order.
std::vector<std::string> capacity_sentences(const properties::SweepResult& sweep,
                                            const properties::Capacity& capacity);

/// "holds, confirmed", "fails", "can't be told", "too short to tell"
std::string rate_standing(const properties::CapacityStep& step);

/// Titles and cells of a table with a row for each rate.
std::vector<std::string> rate_titles();
std::vector<std::string> rate_cells(const properties::SweepResult& sweep, const properties::CapacityStep& step);

}  // namespace crisper::reports
