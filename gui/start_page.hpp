// StartPage: what one sees first: three stories to click, each failing and mended; or something of one's own to open.
#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

namespace crisper::gui {

/// A scenario that the window brings along, with what makes it fail and what mends it.
struct Example {
  QString title;
  QString lines[2];
  QString scenario;       ///< name of a resource
  QStringList failing;    ///< path=value
  QString mend_path;      ///< the one switch that mends it
  QString mend_value;

  QStringList mended() const { return failing + QStringList{mend_path + '=' + mend_value}; }
};

const std::vector<Example>& examples();

class StartPage : public QWidget {
  Q_OBJECT

 public:
  explicit StartPage(QWidget* parent = nullptr);

 signals:
  void exampleWanted(int number, bool mended);
  void openWanted();

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace crisper::gui
