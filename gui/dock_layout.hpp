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
  /// All of them away, or as they were: those that were closed stay closed. The same for the tool bars.
  void setVisible(bool visible);
  /// To be called when the window was resized: what it lost in width isn't taken from the middle alone.
  void keepCentre();
  /// All back in their places, and seen, but for those that nobody has wanted yet.
  void reset();
  /// As of another start; what can't be read changes nothing.
  void restore(const QByteArray& saved);
  /// Empty: as at first.
  QByteArray save() const;
  /// By name and title, in the order in which they were added.
  std::vector<std::pair<QString, QString>> panes() const;

 private:
  QDockWidget* dock(const QString& name) const;
  void raiseFirst();
  void openFirst();
  void arrange();
  void arrangeAnew();

  QMainWindow& window_;
  std::vector<QDockWidget*> docks_;
  bool shown_ = false;
  QByteArray kept_;  ///< how they were when they were last seen; empty: never, or to be as at first
};

}  // namespace crisper::gui
