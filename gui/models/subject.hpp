// Subject: the one thing that the inspector shows, and what could be done otherwise with it.
#pragma once

#include <QString>
#include <vector>

#include "gui/models/loaded_run.hpp"

namespace crisper::gui {

/// The record at the cursor with its message; or a message alone, where another one was chosen than the record's.
struct Subject {
  enum class Tie : std::uint8_t {
    none,     ///< there is no message
    own,      ///< the record is of this message
    handled,  ///< the record was said in its turn
    struck,   ///< the record is of the fault that struck it
    chosen,   ///< it was chosen by itself: the record has nothing to do with it
  };
  RecordId record = 0;      ///< zero: the message alone
  Index message = nowhere;
  Tie tie = Tie::none;
  friend bool operator==(const Subject&, const Subject&) = default;
};

/// The message that a record is of: its own, the one that its fault struck, the one in whose turn it was said.
Index message_of(const LoadedRun& run, RecordId record);

/// `chosen`: the message that commands would act on; nowhere: none.
Subject subject_of(const LoadedRun& run, RecordId at, Index chosen);

/// One thing that could be otherwise.
struct Offer {
  const char* command = nullptr;  ///< of the window: "drop"
  QString words;                  ///< "lost"
  QString key;
  QString why_not{};              ///< empty: it can be done
};

/// What a change can do to what is shown, and to nothing else: to its message; at a fault: that it had not happened.
std::vector<Offer> offers_of(const LoadedRun& run, const Subject& subject, RecordId at);

}  // namespace crisper::gui
