// ChildCommand: one `crisper` command in a process of its own, so that a crash or a stop never takes the window along.
#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace crisper::gui {

class ChildCommand : public QObject {
  Q_OBJECT

 public:
  struct Ended {
    int code = 0;
    bool crashed = false;
    QByteArray output;
    QString complaint;  ///< what it said on standard error, progress left out

    /// It came to a verdict: pass, fail or unknown.
    bool has_verdict() const { return !crashed && code <= 2; }
    /// For people: its complaint, or how it ended.
    QString trouble() const;
  };

  explicit ChildCommand(QObject* parent = nullptr);
  ~ChildCommand() override;

  /// Stops what is under way. Ends in exactly one of ended, failed and cancelled.
  /// `hears`: whether it has a standard input, for `tell`.
  void start(const QStringList& arguments, bool hears = false);
  /// A line on its standard input, if it has one.
  void tell(const QString& line);
  /// Asks for an orderly end, as Ctrl-C does; what comes of it is told by `ended`.
  void interrupt();
  /// Ends it at once.
  void cancel();
  bool isBusy() const { return process_ != nullptr; }

  /// The `crisper` command: beside the window's own program, else on the path.
  static QString program();

 signals:
  /// How far it is, in its own words.
  void progressed(QString line);
  void ended(const ChildCommand::Ended& how);
  /// It could not be started.
  void failed(QString message);
  void cancelled();

 private:
  void listen();
  void drop();

  QProcess* process_ = nullptr;
  QString complaint_;
  bool hears_ = false;
};

}  // namespace crisper::gui
