// What `crisper check` found: for people and for other programs.
#pragma once

#include <string>

#include "properties/search/check/check.hpp"
#include "reports/terminal_report.hpp"

namespace crisper::reports {

/// What belongs beside a result and isn't in it.
struct CheckContext {
  std::string scenario;
  std::uint64_t seed = 1;
  properties::check::Bound bound;
  bool reorder = false;
  std::vector<std::string> may_crash{};
  double seconds = 0;
  std::string replay{};  ///< the command that shows the failure, if there is one
};

/// "1 loss, 1 duplicate, links may overtake": the bound in words.
std::string bound_text(const CheckContext& context);
std::string check_text(const properties::check::CheckResult& result, const CheckContext& context,
                       TerminalOptions options = {});
std::string check_json(const properties::check::CheckResult& result, const CheckContext& context);

}  // namespace crisper::reports
