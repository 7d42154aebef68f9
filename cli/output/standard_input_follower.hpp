// StandardInputFollower: another program looks on at a run, and says on standard input how far it may go.
#pragma once

#include <string>

#include "sim/trace/trace_follower.hpp"

namespace crisper::cli {

/// A line is `until N`: wait once observation N was said; or `go`: wait no more. The last one counts. Any line says
/// that somebody looks on. The end of the input sets the run free: nobody is left to hold it. What is no such line is
/// told on standard error and passed over.
class StandardInputFollower final : public sim::TraceFollower {
 public:
  Leave leave() override;
  void wait() override;

 private:
  /// Takes what is there, after waiting at most so long for it; -1: for as long as it takes.
  void listen(int wait_ms);
  void hear(const std::string& line);

  Leave leave_;
  std::string unfinished_;  ///< of a line
  bool has_ended_ = false;
};

}  // namespace crisper::cli
