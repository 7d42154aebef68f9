// The journal of a search for a capacity: a line for each run, written when it ends, so that a search that was killed
// goes on from what it has.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>

#include "cli/output/staging.hpp"
#include "core/base/result.hpp"
#include "properties/capacity/capacity_search.hpp"

namespace crisper::cli {

/// What its runs depend on besides rate and seed. The range, the tolerance and the seeds may be others when it goes on.
struct JournalIdentity {
  std::string scenario;  ///< digest of the resolved scenario, and of files beside it
  std::string engine;
  std::string path;      ///< of the rate
  friend bool operator==(const JournalIdentity&, const JournalIdentity&) = default;
};

class CapacityJournal {
 public:
  static constexpr const char* file_name = "capacity.jsonl";

  /// A new one in a folder in which no result is. Fails with one line.
  static Result<CapacityJournal, OutputTrouble> begin(const std::string& folder, const JournalIdentity& identity);
  /// That in the folder, of the same search by the same version of the program; what a killed command left half
  /// written is dropped. Fails with one line where there is none, its search is done, or its results can't go there.
  static Result<CapacityJournal, OutputTrouble> go_on(const std::string& folder, const JournalIdentity& identity);

  const std::map<properties::RateRun, properties::RunSummary>& known() const { return known_; }
  /// What can't be written is told by trouble().
  void add(const properties::RateRun& run, const properties::RunSummary& summary);
  /// Empty: all of it is on its way to the disk.
  const std::string& trouble() const { return trouble_; }

 private:
  CapacityJournal(std::filesystem::path path, FolderLock lock) : path_(std::move(path)), lock_(std::move(lock)) {}
  Result<void, OutputTrouble> read(const JournalIdentity& identity);
  Result<void, OutputTrouble> open();
  void write(const std::string& line);

  std::filesystem::path path_;
  FolderLock lock_;
  bool is_empty_ = false;  ///< not a whole line was in it
  std::ofstream file_;
  std::map<properties::RateRun, properties::RunSummary> known_;
  std::string trouble_;
};

}  // namespace crisper::cli
