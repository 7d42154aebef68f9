// History: the places that the cursor jumped away from, back and forward as in a browser: a new jump forgets what lay
// ahead. Steps, playing and dragging leave none.
#pragma once

#include <QObject>
#include <cstdint>
#include <vector>

#include "gui/models/cursor.hpp"

namespace crisper::gui {

class History : public QObject {
  Q_OBJECT

 public:
  static constexpr std::size_t places_max = 200;  ///< each way; the oldest goes first

  explicit History(Cursor& cursor, QObject* parent = nullptr);

  /// To where the last jump began, with what was in view there. False where there is none.
  bool back();
  /// To where the last back() began. False where there is none.
  bool forward();
  bool hasBack() const { return leads(back_); }
  bool hasForward() const { return leads(forward_); }
  void forget();

 private:
  struct Place {
    std::uint64_t run = 0;  ///< which of those that were on show; of another, its instant is what counts
    RecordId record = 0;
    qint64 ns = 0;
    qint64 range_begin = 0;
    qint64 range_end = 0;
  };

  void keep();
  bool go(std::vector<Place>& from, std::vector<Place>& to);
  Place here() const;
  RecordId recordOf(const Place& place) const;
  /// Whether any place there is another than this.
  bool leads(const std::vector<Place>& places) const;
  static void put(std::vector<Place>& places, const Place& place);

  Cursor& cursor_;
  std::uint64_t runs_ = 0;
  std::vector<Place> back_;
  std::vector<Place> forward_;
};

}  // namespace crisper::gui
