// ShownDesign: a design as the exports show it: its graph, in boxes of like processes, and what runs said of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "reports/document/design_picture.hpp"
#include "reports/document/report_subject.hpp"

namespace crisper::reports {

/// In how many runs a property came to what.
struct PropertySeen {
  std::string name;
  std::uint64_t passed = 0;  ///< having looked at something
  std::uint64_t failed = 0;
  std::string reason{};  ///< of the first failure
};
/// Adds one run. Rows are in the order in which their properties come up.
void count_in(std::vector<PropertySeen>& seen, const properties::RunResult& result);

struct ShownDesign {
  std::string name;
  std::string words;  ///< domain, who may change a state, how events reach their consumers
  sim::DesignGraph graph;
  DesignPicture picture;
  std::vector<PropertySeen> properties{};  ///< none where nothing has run, or another design may have

  /// All channels between boxes, each with its boxes as ends; in the order of the links.
  std::vector<sim::Channel> channels() const;
  const sim::Element& first_of(std::size_t box) const { return graph.elements[picture.boxes[box].members.front()]; }
};

/// Fails with one line where the design is not known.
Result<ShownDesign, std::string> shown_design_of(const ReportSubject& subject);

std::string dot_text(const ShownDesign& design);
std::string structurizr_text(const ShownDesign& design);
std::string asyncapi_text(const ShownDesign& design);

/// "commands, call, at least once, in order"
std::string channel_words(const sim::Channel& channel);

}  // namespace crisper::reports
