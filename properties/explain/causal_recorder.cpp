#include "properties/explain/causal_recorder.hpp"

namespace crisper::properties {

void CausalRecorder::end(const RunResult&) {
  std::set<ProcessId> processes;
  std::set<StreamCategory> categories;
  for (const Kept& kept : all_) {
    processes.insert(kept.observation.process);
    processes.insert(kept.observation.peer);
    categories.insert(kept.observation.stream.category());
  }
  for (const ProcessId each : processes) {
    if (each.value != 0) names_.add(each, {run_names_->process(each), run_names_->role(each)});
  }
  for (const StreamCategory each : categories) {
    if (each.value == 0) continue;
    names_.add(each, run_names_->category(each));
    if (const StreamWords* words = run_names_->stream_words(each)) names_.add(each, *words);
  }
  names_.add_columns_of(*run_names_);
  run_names_ = nullptr;
}

}  // namespace crisper::properties
