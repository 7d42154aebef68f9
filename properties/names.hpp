// Names: what people call the processes and states of a run, so that reasons speak of fridge-3 and not of numbers.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/domain/stream_words.hpp"
#include "core/message/ids.hpp"

namespace crisper {
class Domain;
class System;
}  // namespace crisper

namespace crisper::properties {

struct ProcessName {
  std::string name;
  std::string role;
};

class Names {
 public:
  /// Processes are "process-7", states are "state-1.3", until told otherwise.
  Names() = default;
  Names(const System& system, const Domain& domain);

  void add(ProcessId process, ProcessName name);
  /// Asked for processes that were not added (those spawned during the run).
  void ask_for_others(std::function<ProcessName(ProcessId)> lookup) { lookup_ = std::move(lookup); }
  void add(StreamCategory category, std::string name);
  /// How its streams are told instead of "fridge-3".
  void add(StreamCategory category, StreamWords words);

  std::string process(ProcessId process) const;
  std::string role(ProcessId process) const;
  /// "fridge"; "state-1" where nobody named it.
  std::string category(StreamCategory category) const;
  /// What a view's rows have several of.
  void add_columns(std::string view, std::vector<std::string> columns);
  /// Those of other names.
  void add_columns_of(const Names& other) { columns_ = other.columns_; }
  /// "item 3"; of a view with columns "free", or "free of item 3": what this process shows there.
  std::string item(ProcessId view, std::uint64_t item) const;
  /// Null where they are told by its name.
  const StreamWords* stream_words(StreamCategory category) const;
  /// "fridge-3", or what the business says instead
  std::string stream(StreamId stream) const;

 private:
  ProcessName find(ProcessId process) const;

  std::vector<ProcessName> processes_;  ///< by id
  std::array<std::string, 256> categories_;
  std::map<StreamCategory, StreamWords> stream_words_;
  std::map<std::string, std::vector<std::string>, std::less<>> columns_;  ///< by view
  std::function<ProcessName(ProcessId)> lookup_;
};

}  // namespace crisper::properties
