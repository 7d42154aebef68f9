// Compare words: what a comparison comes to in sentences and cells, whatever it is written as.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "properties/compare/comparison.hpp"

namespace crisper::reports {

/// A value of the criterion: "49.9", "1.28s", "81.2 %".
std::string compared_value(double value, const properties::Criterion& criterion);

/// "+118ms, from +90ms to +146ms"; "-" without two pairs.
std::string difference_cell(const properties::Difference& difference, const properties::Criterion& criterion);

/// "9.2 % worse", "only noise", "level: 0.2 % apart", "the same", "not told".
std::string standing_words(const properties::Difference& difference);

/// Of a design in the table of ranks: its rank, its name, how safe it is, and a cell for each criterion.
std::vector<std::string> ranking_cells(const properties::ComparedDesign& design, const properties::SweepGroup& group,
                                       const properties::Comparison& comparison);

/// Who comes first, and who has no rank, and why.
std::vector<std::string> ranking_sentences(const properties::SweepResult& sweep,
                                           const properties::Comparison& comparison);

/// Of each ranked design: what it is best in, or that it never is. Nothing where no criterion tells designs apart.
std::vector<std::string> trade_off_sentences(const properties::Comparison& comparison);

/// How the intervals are to be read.
std::string interval_sentence(const properties::SweepResult& sweep, const properties::Comparison& comparison);

/// "after 57 things alike", or that they are alike, or why it isn't known.
std::string parting_sentence(const properties::Parting& parting);

/// "row_locks, optimistic and actors" where they are scenarios of their own, else the scenario that varies.
std::string comparison_title(const properties::SweepResult& sweep);

/// What stands above the names of designs: the path of what varies.
std::string design_title(const properties::SweepResult& sweep);

/// What of a sweep is otherwise than in its baseline, the worse first; one sentence where nothing is, and one on
/// designs that are held to none, since they don't pass. Empty without a baseline.
std::vector<std::string> baseline_sentences(const properties::SweepResult& sweep);
/// Why a design is worse than in the baseline; empty where it isn't.
std::string why_worse_than_baseline(const properties::SweepResult& sweep, const std::string& design);

}  // namespace crisper::reports
