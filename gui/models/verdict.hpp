// Verdict: what a run came to in one sentence, and the way from one thing that broke in it to the next.
#pragma once

#include <QString>
#include <cstdint>
#include <string>
#include <vector>

#include "gui/models/table_spec.hpp"

namespace crisper::gui {

struct VerdictWords {
  Tone tone = Tone::muted;
  QString head;      ///< "PASS"
  QString sentence;  ///< "18 hold, 5 saw nothing: lunch rush"
  QString remarks{}; ///< what it must not be read without, a line each; may be empty
};

/// Of a run without a result, and of one that did not come to its end: that nobody has judged it.
VerdictWords verdict_of(const LoadedRun& run);

/// "18 hold, 5 saw nothing": a property that saw nothing holds nothing.
QString held_words(const std::vector<JudgedProperty>& properties);

/// The failed property that the run's reason names; else the first that failed. Null where none did.
const JudgedProperty* headline_of(const RunResult& result);

/// An instant at which a property is broken.
struct Break {
  RecordId at = 0;
  std::string property;
};

/// First where what the verdict names broke first, then where each other failed property did: those that say why
/// something stayed open (a deadlock, a lost event) before the rest, the earlier before the later. After these, in the
/// order of time, what broke again. No instant twice.
std::vector<Break> breaks_of(const LoadedRun& run);

/// How often a property broke beyond the first few times that its result keeps, over all of them: no instant is known.
std::uint64_t breaks_not_kept(const RunResult& result);

/// Where to go from here: to the break after the one at which one stands, after the last to the first again; from
/// anywhere else to the first. Nothing broke: `index` is that of no break.
struct NextBreak {
  std::size_t index = 0;
  bool wraps = false;  ///< back at the first
};
NextBreak next_break(const std::vector<Break>& breaks, RecordId at);

}  // namespace crisper::gui
