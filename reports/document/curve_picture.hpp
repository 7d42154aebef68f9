// CurvePicture: what was measured at each of several loads. Both axes go by ratio: what doubles is as far apart
// everywhere, as a search for a rate doubles and halves.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace crisper::reports {

enum class CurveStanding : std::uint8_t { holds, open, fails };

struct CurvePoint {
  double load = 0;   ///< per second
  double value = 0;
  CurveStanding standing{};
  friend bool operator==(const CurvePoint&, const CurvePoint&) = default;
};

/// A load that is worth a line across the picture.
struct CurveMark {
  double load = 0;
  std::string words;
  friend bool operator==(const CurveMark&, const CurveMark&) = default;
};

struct CurvePicture {
  std::string title;
  bool is_time = false;  ///< values are seconds; else things per second
  std::vector<CurvePoint> points{};  ///< the lowest load first; only those above zero are drawn
  std::vector<CurveMark> marks{};
};

}  // namespace crisper::reports
