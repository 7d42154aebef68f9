// ViewAnswers: the eight concerns of the concurrency viewpoint, and its checklist of eleven questions. After N.
// Rozanski, E. Woods, "Software Systems Architecture", 2nd edition, 2011, chapter 19.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reports/document/document.hpp"
#include "reports/view/view_facts.hpp"

namespace crisper::reports {

enum class Answer : std::uint8_t { yes, no, cannot_be_told };
std::string_view answer_word(Answer answer);

struct AnsweredQuestion {
  std::string_view question;
  Answer answer{};
  Tone tone{};  ///< whether that answer is what one wants; plain: it is people's to give
  std::string why{};
  std::string evidence{};
};
/// In the order of the checklist.
std::vector<AnsweredQuestion> answers_of(const ViewFacts& facts);

struct AddressedConcern {
  std::string_view concern;
  std::string how{};
  std::string evidence{};
};
std::vector<AddressedConcern> concerns_of(const ViewFacts& facts);

}  // namespace crisper::reports
