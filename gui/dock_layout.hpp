// DockLayout: which panes there are in the window, and their places.
#pragma once

#include <QByteArray>
#include <QDockWidget>
#include <QMainWindow>
#include <QString>
#include <utility>
#include <vector>

namespace crisper::gui {

class DockLayout {
 public:
  explicit DockLayout(QMainWindow& window) : window_(window) {}

  void add(const QString& name, const QString& title, QWidget* pane);
  /// Each where it is at first. To be called once, when all have been added.
  void placeAll();
  /// In front of those that are tabs beside it.
  void show(const QString& name);
  void setVisible(bool visible);
  /// All back in their places, and seen.
  void reset();
  /// As of another start; what can't be read changes nothing.
  void restore(const QByteArray& saved);
  QByteArray save() const;
  /// By name and title, in the order in which they were added.
  std::vector<std::pair<QString, QString>> panes() const;

 private:
  QDockWidget* dock(const QString& name) const;
  void raiseFirst();
  void arrange();

  QMainWindow& window_;
  std::vector<QDockWidget*> docks_;
  bool arranged_ = false;  ///< panes have the widths of the first start, or those of the last
};

}  // namespace crisper::gui
