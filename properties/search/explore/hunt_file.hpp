// Hunt file: what a hunt found out, run by run, in one SQLite file that is whole at every moment: what was committed
// stays whatever kills the hunt. docs/formats/hunt.md tells its tables.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.hpp"
#include "properties/search/explore/hunt_input.hpp"
#include "properties/search/explore/run_record.hpp"

namespace crisper::properties {

/// What tells one hunt from another: hunts with equal identities are shards or parts of one.
struct HuntIdentity {
  std::string name;      ///< of the scenario
  std::string scenario;  ///< resolved, as YAML; relative file names in it start at the file's folder
  std::string source;    ///< the command line's words for it: the file and its settings
  std::string engine;
  std::string strategy;
  std::uint64_t seed = 1;
  friend bool operator==(const HuntIdentity&, const HuntIdentity&) = default;
};

/// How far a hunt got, beside its runs.
struct HuntExtent {
  std::uint64_t runs_asked = 0;  ///< of all shards together; zero: as many as there was time for
  std::string shards;            ///< "1/1", "2/4", or, of merged hunts, "1/4 3/4"
  std::string end;               ///< "complete", "time", "interrupted", "first failure"; empty: it was killed;
                                 ///< machine_end and why: the machine gave out
  std::string flaw{};            ///< of merged hunts: why they are not the whole one; empty: they are
  std::string account{};         ///< how far a strategy got that knows more than a number of runs; lines
  friend bool operator==(const HuntExtent&, const HuntExtent&) = default;
};

/// What SQLite keeps beside a hunt while it is written; the first is the hunt itself.
inline constexpr const char* beside_hunt[] = {"", "-wal", "-shm", "-journal"};
/// Where a hunt is made before it is there: a name that only this program gives.
std::string unfinished_hunt(const std::string& path);

inline constexpr std::string_view machine_end = "machine: ";

/// One run as the file has it, without what it met.
struct KeptRun {
  std::uint64_t number = 0;
  std::string strategy;
  std::uint64_t seed = 0;
  RunRecord record;
};

/// A pair or a state, and the run with the lowest number that met it.
struct KeptFeature {
  std::uint64_t key = 0;
  bool is_state = false;
  std::uint64_t first_run = 0;
};

/// An input that was kept, and the plan of its run where somebody wanted it.
struct KeptInput {
  HuntInput input;
  std::string plan;
};

/// Members that return no Result throw what SQLite threw (a full disk): the hunt turns it into one line.
class HuntFile {
 public:
  /// Makes a new file where none of that name is. Fails with one line; throws MachineTrouble for a full disk.
  static Result<HuntFile, std::string> create(const std::string& path, const HuntIdentity& identity);
  /// Opens one that is there, also one whose hunt was killed. Fails and throws as `create` does.
  static Result<HuntFile, std::string> open(const std::string& path);
  HuntFile(HuntFile&&) noexcept;
  HuntFile& operator=(HuntFile&&) noexcept;
  ~HuntFile();

  const HuntIdentity& identity() const { return identity_; }
  /// Where the file stands; "." where it was named without one.
  std::string folder() const;
  HuntExtent extent() const;
  void set_extent(const HuntExtent& extent);

  /// A run that is there already is left as it is. Lasting after the next commit().
  void add(std::uint64_t number, const HuntInput& input, const RunRecord& record);
  /// The whole input of a run, for those that somebody will come back to.
  void keep_input(std::uint64_t number, const KeptInput& kept);
  std::optional<KeptInput> input_of(std::uint64_t number) const;
  /// What the strategy's watch saw of a run; empty where there was none.
  std::string findings_of(std::uint64_t number) const;
  void commit();
  /// Forgets runs with higher numbers.
  void forget_after(std::uint64_t number);
  /// All rows of another file that are not here.
  void add_all(const std::string& path);
  /// What somebody wants to remember beside the hunt; empty: nothing. Lasting after the next commit().
  std::string note(const std::string& key) const;
  void set_note(const std::string& key, const std::string& text);
  /// Nothing more is written: leaves one file, without SQLite's log beside it unless somebody reads it meanwhile.
  void close();

  /// In the order of their numbers; without reasons of passes, `pairs`, `states` and `plan`.
  void for_each_run(const std::function<void(const KeptRun&)>& each) const;
  void for_each_feature(const std::function<void(const KeptFeature&)>& each) const;

 private:
  struct Tables;
  explicit HuntFile(std::unique_ptr<Tables> tables, HuntIdentity identity);

  std::unique_ptr<Tables> tables_;
  HuntIdentity identity_;
};

}  // namespace crisper::properties
