#include "properties/run_result.hpp"

namespace crisper::properties {

PropertyResult not_judged(PropertyResult result) {
  result.verdict = Verdict::unknown;
  result.reason = "not judged: a search moved messages in time";
  result.judged = result.counts = false;
  result.violation_count = 0;
  result.violations.clear();
  return result;
}

}  // namespace crisper::properties
