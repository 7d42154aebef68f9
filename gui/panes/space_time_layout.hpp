// Measures of the space-time diagram.
#pragma once

#include <cstddef>

namespace crisper::gui::space_time {

inline constexpr int axis_height = 24;
inline constexpr int hint_height = 21;  ///< of what is said about a far view, above its lower edge
inline constexpr double lane_height_min = 17;
inline constexpr double lane_height_max = 44;
/// Above this many arrows in view, lanes show how busy they are instead.
inline constexpr std::size_t arrows_max = 1500;
inline constexpr std::size_t detailed_arrows_max = 300;
/// Above this many that were dropped, doubled or held, they are counted from afar instead.
inline constexpr std::size_t far_arrows_max = 120;
inline constexpr int far_stretch = 40;  ///< pixels of a lane in which faults are summed up from afar
inline constexpr double far_sign_gap = 9;  ///< pixels between two signs of one lane

}  // namespace crisper::gui::space_time
