// ColumnWidths: the columns of a table share the width there is: of those that nobody has made as wide as they are, the
// widest give way, columns of words before columns of numbers, as half a number is none. The last column takes what the
// others leave.
#pragma once

#include <QObject>
#include <vector>

class QTableView;

namespace crisper::gui {

class ColumnWidths : public QObject {
  Q_OBJECT

 public:
  static constexpr int width_min = 56;  ///< narrower than this, nobody reads a name

  explicit ColumnWidths(QTableView& table);

  /// As wide as what each says now; with `grow_only`, where that is more than before.
  void fitToContents(bool grow_only);
  /// As wide as this, each but the last.
  void fitTo(const std::vector<int>& widths);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void share();
  /// Whether its numbers, or their heading, would be cut.
  bool isNumeric(std::size_t column) const;

  QTableView& table_;
  bool fitting_ = false;
  std::vector<int> wanted_;    ///< by column: how wide it would be, had it all the room
  std::vector<bool> dragged_;  ///< by column: as wide as somebody made it
};

}  // namespace crisper::gui
