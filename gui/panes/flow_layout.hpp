// FlowLayout: widgets in a line, and in the next one where a line has no room for more.
#pragma once

#include <QLayout>
#include <vector>

namespace crisper::gui {

class FlowLayout : public QLayout {
 public:
  FlowLayout() { setContentsMargins(0, 0, 0, 0); }
  ~FlowLayout() override;
  FlowLayout(const FlowLayout&) = delete;
  FlowLayout& operator=(const FlowLayout&) = delete;

  void addItem(QLayoutItem* item) override { items_.push_back(item); }
  int count() const override { return static_cast<int>(items_.size()); }
  QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  Qt::Orientations expandingDirections() const override { return {}; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override { return place(QRect(0, 0, width, 0), false); }
  /// Of the widest widget alone: narrower than that, nothing helps.
  QSize minimumSize() const override;
  /// All in one line.
  QSize sizeHint() const override;
  void setGeometry(const QRect& rect) override;

 private:
  /// How high they are in this rectangle; `really`: and puts them there.
  int place(const QRect& rect, bool really) const;

  std::vector<QLayoutItem*> items_;  ///< a QLayout owns its items, and Qt hands them over as plain pointers
};

}  // namespace crisper::gui
