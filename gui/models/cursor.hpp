// Cursor: the one place in time, the one stretch of time and the one selection that every pane shows and moves.
#pragma once

#include <QObject>
#include <memory>
#include <optional>

#include "gui/models/loaded_run.hpp"
#include "gui/models/range_sums.hpp"

namespace crisper::gui {

class Cursor : public QObject {
  Q_OBJECT

 public:
  explicit Cursor(QObject* parent = nullptr);

  /// Shows another run, at the same instant where it has one, with the same message chosen. Null: no run.
  void setRun(std::shared_ptr<const LoadedRun> run);
  /// Shows a later edition of the run on show, or the whole of it: at the same observation; a stretch of time that
  /// covered all still does.
  void grow(std::shared_ptr<const LoadedRun> run);
  /// Within runChanged: whether what is on show has only grown.
  bool hasGrown() const { return has_grown_; }
  const LoadedRun* run() const { return run_.get(); }
  const std::shared_ptr<const LoadedRun>& sharedRun() const { return run_; }

  RecordId at() const { return state_ ? state_->at : 0; }
  qint64 timeNs() const { return run_ ? run_->trace().at(at()) : 0; }
  /// How things stand at the cursor; only while there is a run.
  const RunState& state() const { return *state_; }

  /// A jump: it can be gone back from (History).
  void moveTo(RecordId record);
  void moveToTime(qint64 ns);
  /// The same without a jump: one of many small moves, as of a step, a drag, or of time that passes.
  void walkTo(RecordId record);
  void walkToTime(qint64 ns);
  void step(int by) { walkTo(shifted(by)); }
  /// To the next (+1) or previous (-1) record of the process at the cursor.
  void stepOnLane(int direction);
  /// To what stands behind the record (another writer, a loss, a lock's holder), else back along its messages. False
  /// where nothing is known.
  bool toCause();
  bool toEffect();
  bool hasCause() const { return cause() != 0; }
  bool hasEffect() const { return effect() != 0; }
  /// To the next or previous mark of one of these kinds.
  bool toMark(int direction, std::initializer_list<Mark::Kind> kinds);

  qint64 rangeBegin() const { return begin_; }
  qint64 rangeEnd() const { return end_; }
  /// The stretch of time that diagrams and plots show; clipped to the run, at least a microsecond long.
  void setRange(qint64 begin, qint64 end);
  void zoom(double factor, qint64 around);
  /// Where more than so many messages are in view: only those around the cursor, few enough to tell them apart.
  void lookClosely(std::size_t messages);

  /// The stretch of time that somebody has marked, to know what happened in it; clipped to the run.
  const std::optional<Stretch>& marked() const { return marked_; }
  /// From one of these instants to the other, whichever comes first.
  void mark(qint64 from, qint64 to);
  void forgetMarked();

  /// The message that commands such as "drop" act on; nowhere where there is none.
  Index delivery() const { return delivery_; }
  ProcessNumber process() const { return process_; }
  void selectDelivery(Index delivery);
  void selectProcess(ProcessNumber process);

 signals:
  void runChanged();
  void moved();
  /// A jump begins: all still is where it is left.
  void leaving();
  /// A jump has ended.
  void jumped();
  void rangeChanged();
  void markedChanged();
  void selectionChanged();

 private:
  RecordId shifted(int by) const;
  RecordId cause() const;
  RecordId effect() const;
  void chooseAt(RecordId record);
  void change(std::shared_ptr<const LoadedRun> run, RecordId at, bool shows_all);
  void keepInRange();

  std::shared_ptr<const LoadedRun> run_;
  std::unique_ptr<RunState> state_;
  qint64 begin_ = 0;
  qint64 end_ = 0;
  std::optional<Stretch> marked_;
  Index delivery_ = nowhere;
  ProcessNumber process_ = 0;
  bool has_grown_ = false;
};

}  // namespace crisper::gui
