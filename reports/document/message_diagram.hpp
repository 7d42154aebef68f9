// MessageDiagram: the messages that led to a failure, from process to process, and on the lifelines what the
// explanation tells of, by the numbers of its sentences.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "properties/explain/explain.hpp"

namespace crisper::reports {

struct MessageDiagram {
  /// One attempt to deliver a message.
  struct Arrow {
    std::size_t from = 0;  ///< lifelines
    std::size_t to = 0;
    std::size_t sent = 0;                  ///< row
    std::optional<std::size_t> arrived{};  ///< row; nothing: it never came, or came later than all that is shown
    std::string label;
    bool came_later = false;
    bool was_under_way = false;  ///< when the run ended
  };
  /// A sentence of the explanation.
  struct Mark {
    std::size_t lifeline = 0;
    std::size_t row = 0;
    std::size_t sentence = 0;  ///< from 1
    bool is_fault = false;
  };

  std::vector<std::string> lifelines;  ///< processes, in the order in which they come up
  std::vector<std::string> rows;       ///< in the order of the run: when
  std::vector<Arrow> arrows;
  std::vector<Mark> marks;
  std::vector<std::string> sentences;  ///< of the explanation, for writers that put them in
  std::size_t left_out = 0;            ///< messages that belong to it and are not drawn
};

/// What became of a message that has no arrival to draw: "never came", "came later", "still under way"; empty for
/// others.
std::string_view fate_of(const MessageDiagram::Arrow& arrow);
/// Whether it never came: it is neither drawn to its end, nor did it come later, nor was it still under way.
bool is_lost(const MessageDiagram::Arrow& arrow);

/// Arrows and marks as lines, in the order in which it happens: what is sent before what is told, in one row. The
/// sentence of a mark is empty where the diagram does not have it.
std::string lines_in_order(
    const MessageDiagram& diagram, const std::function<std::string(const MessageDiagram::Arrow&)>& arrow_text,
    const std::function<std::string(const MessageDiagram::Mark&, std::string_view sentence)>& note_text);

/// Of the messages without which no told observation would be: those in whose turns they were said, and what led to
/// these; those that carried the commands and events that are told of; and, where there is room, the rest of their
/// conversations. Costs the observations of the run.
MessageDiagram diagram_of(const properties::CausalRecorder& run, const properties::Explanation& explanation);

}  // namespace crisper::reports
