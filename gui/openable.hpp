// What a dialog that opens a file offers.
#pragma once

namespace crisper::gui {

inline constexpr const char* openable = "Scenarios and traces (*.yaml *.yml *.sqlite);;All files (*)";

}  // namespace crisper::gui
