// FindBar: where an order of things is typed, and what its search comes to.
#pragma once

#include <QToolBar>

#include "gui/models/pattern_search.hpp"

class QLabel;
class QLineEdit;

namespace crisper::gui {

class FindBar : public QToolBar {
  Q_OBJECT

 public:
  explicit FindBar(Cursor& cursor, QWidget* parent = nullptr);

  /// Comes into sight, with the keys.
  void ask();
  /// To the next place; asks where nothing is typed yet.
  void next();
  /// It has been asked for, and not been closed since.
  bool isWanted() const { return wanted_; }
  PatternSearch& search() { return *search_; }
  QLineEdit* line() const { return line_; }
  QString told() const;

 private:
  PatternSearch* search_;
  QLineEdit* line_;
  QLabel* told_;
  bool wanted_ = false;
};

}  // namespace crisper::gui
