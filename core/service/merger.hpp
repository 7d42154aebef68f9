// Merger: what becomes of a decision whose stream has moved on. It looks at the events between, and lets the append
// stand behind them where none conflicts with it. (Greg Young's merging of what was done at once; so do NEventStore's
// conflict detector and Axon's conflict resolver.)
#pragma once

#include "core/runtime/context.hpp"
#include "core/service/merging.hpp"
#include "core/store/release.hpp"
#include "core/store/store_protocol.hpp"

namespace crisper {

struct MergerOptions {
  ProcessId event_store;
  Merging merging{};  ///< empty: nothing is looked at
  Release release{};
  Duration call_timeout{};
};

class Merger {
 public:
  explicit Merger(MergerOptions options) : options_(std::move(options)) {}

  bool looks() const { return static_cast<bool>(options_.merging); }
  /// Of an append that the store has refused since a stream has moved on; its events in the words of today. True: it
  /// names the versions that its streams have now, and may be tried again. False: it must be decided again, since
  /// something conflicts, since the command's events are stored already, or since nobody can tell. Asks the store once
  /// for each stream whose version it names, and says so of each that has moved on.
  Task<bool> merge(Context& context, AppendEvents& append) const;

 private:
  bool all_merge(Context& context, const StreamAppend& part, const StreamSlice& between) const;
  bool merges(Context& context, const StreamAppend& part, const RecordedEvent& stored) const;

  MergerOptions options_;
};

}  // namespace crisper
