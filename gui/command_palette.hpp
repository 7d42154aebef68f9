// CommandPalette: every command, found by a few of its letters. KeyList: every command with its keys.
#pragma once

#include <QDialog>
#include <utility>
#include <vector>

class QLineEdit;
class QListWidget;

namespace crisper::gui {

class CommandPalette : public QDialog {
  Q_OBJECT

 public:
  /// `panes`: by name and title; each is a line as commands are, and is chosen as "pane-" and its name.
  explicit CommandPalette(const std::vector<std::pair<QString, QString>>& panes, QWidget* parent = nullptr);

 signals:
  void chosen(QString name);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Line {
    QString name;
    QString text;
    QString keys;
    QString tip;
  };
  void filter(const QString& text);
  void choose();

  std::vector<Line> lines_;
  QLineEdit* line_;
  QListWidget* list_;
};

class KeyList : public QDialog {
  Q_OBJECT

 public:
  explicit KeyList(QWidget* parent = nullptr);
};

}  // namespace crisper::gui
