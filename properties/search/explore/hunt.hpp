// Hunt: very many runs of one scenario, each isolated, as a strategy chooses them, written into a hunt file as they
// end.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "core/base/result.hpp"
#include "properties/search/explore/hunt_file.hpp"
#include "properties/search/explore/hunt_run.hpp"

namespace crisper::properties {

struct HuntProgress {
  std::uint64_t done = 0;     ///< runs of this shard that have ended, those of an earlier part included
  std::uint64_t planned = 0;  ///< of this shard; zero: not known
  std::uint64_t failed = 0;
  std::uint64_t unknown = 0;
  std::uint64_t causes = 0;
  std::uint64_t features = 0;  ///< pairs and states met so far
};

/// The stronger wish counts.
enum class HuntWish : std::uint8_t {
  go_on,
  finish,  ///< begin no more runs
  stop,    ///< at once
};

struct HuntOptions {
  std::uint64_t runs = 1000;  ///< of all shards together; zero: until somebody wishes otherwise
  std::uint64_t shard = 1;    ///< from 1; shard i of n makes the runs i-1, i-1+n, …
  std::uint64_t shards = 1;
  bool stop_at_first = false;  ///< at the failing run with the lowest number: runs after it are forgotten
  std::size_t at_once = 1;     ///< changes how long it takes and nothing else
  std::chrono::milliseconds run_time_max{60'000};  ///< processor time; a run that takes longer hangs
  std::size_t run_memory_max = std::size_t{2} << 30;           ///< bytes
  /// Asked at least ten times a second.
  std::function<HuntWish(const HuntProgress&)> on_round = [](const HuntProgress&) { return HuntWish::go_on; };
  /// What a child does with an input.
  std::function<RunRecord(const HuntSubject&, const HuntInput&, const RecordOptions&)> run = record_run;
};

/// Makes the runs that the file doesn't have yet; the file's identity says which hunt it is. Everything is committed
/// when it returns. A run that dies, hangs or takes too much memory is a failure like any other, and the hunt goes on;
/// trouble of the machine is none: the hunt ends with it, and says so in its extent.
/// Fails with one line where the file can't be written.
Result<void, std::string> run_hunt(const HuntSubject& subject, HuntFile& file, const HuntOptions& options);

}  // namespace crisper::properties
