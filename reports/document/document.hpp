// Document: what a report says, whatever it is written as: sections of paragraphs, tables, pictures. Writers turn it
// into HTML or Markdown; none of them knows runs or hunts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "properties/verdict.hpp"
#include "reports/document/curve_picture.hpp"
#include "reports/document/design_picture.hpp"
#include "reports/document/message_diagram.hpp"
#include "reports/document/time_charts.hpp"

namespace crisper::reports {

enum class Tone : std::uint8_t { plain, good, open, bad };

constexpr Tone tone_of(properties::Verdict verdict) {
  constexpr Tone tones[] = {Tone::good, Tone::open, Tone::bad};
  return tones[static_cast<std::size_t>(verdict)];
}

struct Paragraph {
  std::string text;
  Tone tone = Tone::plain;
};

/// A command line, or a file: shown as it is.
struct Code {
  std::string text;
  std::string title{};  ///< not empty: folded away below these words
};

struct NumberedList {
  std::vector<std::string> items;
};

struct DocumentTable {
  struct Column {
    std::string name;
    bool is_number = false;
  };
  struct Row {
    std::vector<std::string> cells;  ///< as many as there are columns
    Tone tone = Tone::plain;
  };
  std::vector<Column> columns;
  std::vector<Row> rows{};
  std::string title{};    ///< not empty: folded away below these words
  std::size_t toned = 1;  ///< the column that shows the tone of a row
};

using Block = std::variant<Paragraph, Code, NumberedList, DocumentTable, DesignPicture, MessageDiagram, TimeCharts,
                           CurvePicture>;

struct Section {
  std::string id;  ///< a word, for links
  std::string title;
  std::vector<Block> blocks{};
};

struct Document {
  std::string title;
  properties::Verdict verdict{};
  std::string sentence;  ///< the verdict in one
  std::vector<std::string> remarks{};
  std::vector<std::pair<std::string, std::string>> facts{};  ///< what it is, and the value
  std::string again{};  ///< the command line that shows it again; may be empty
  std::vector<Section> sections{};
};

}  // namespace crisper::reports
