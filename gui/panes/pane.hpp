// Pane: what a dock holds and what needn't be kept up to date while nobody sees it. (To Qt, the pane behind another tab
// is as visible as the one in front.)
#pragma once

namespace crisper::gui {

class Pane {
 public:
  virtual ~Pane() = default;
  /// Told whenever that changes; a pane that comes into sight catches up.
  virtual void setSeen(bool seen) = 0;
};

}  // namespace crisper::gui
