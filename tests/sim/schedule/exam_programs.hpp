// Small programs with one bug each, by which schedulers are compared in the field, as systems of processes: each
// variable and each lock is a process, each access a call. From SCTBench (Thomson, Donaldson, Betts, "Concurrency
// Testing Using Controlled Schedulers", TOPC 2016) and its successors.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/schedule/scheduler.hpp"

namespace crisper::sim::test {

struct ExamProgram {
  std::string name;
  /// Builds it on the stage, and returns where it says in the end whether the bug was met.
  std::shared_ptr<bool> (*build)(class Stage& stage, int size);
  int size = 0;
};

/// reorder_3 …, twostage …, wronglock, account.
const std::vector<ExamProgram>& exam_programs();

/// One run; true where the bug was met. Null: as messages come.
bool meets_the_bug(const ExamProgram& program, Scheduler* scheduler);

}  // namespace crisper::sim::test
