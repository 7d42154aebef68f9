// CommandPalette: every command, found by a few of its letters. KeyList: every command with its keys.
#pragma once

#include <QDialog>

class QLineEdit;
class QListWidget;

namespace crisper::gui {

class CommandPalette : public QDialog {
  Q_OBJECT

 public:
  explicit CommandPalette(QWidget* parent = nullptr);

 signals:
  void chosen(QString name);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void filter(const QString& text);
  void choose();

  QLineEdit* line_;
  QListWidget* list_;
};

class KeyList : public QDialog {
  Q_OBJECT

 public:
  explicit KeyList(QWidget* parent = nullptr);
};

}  // namespace crisper::gui
