// `workload.script:`, one line for each thing that a client does: what all businesses have in common of it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/scenario/format.hpp"
#include "sim/workload/script.hpp"

namespace crisper::sim {

/// One kind of step: its key, and how what stands there becomes an intent.
struct StepKind {
  std::string key;
  std::string doc;
  FormatPtr<Intent> format;
  std::function<bool(const Intent&)> is;  ///< whether an intent is of this kind
  Intent initial;                         ///< before its words are read
  bool is_command = true;                 ///< else it asks a view
};

/// `problem`: why a step can't be meant; empty where it can.
FormatPtr<Script> script_format(std::vector<StepKind> kinds, std::function<std::string(const Intent&)> problem);

}  // namespace crisper::sim
