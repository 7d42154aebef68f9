#include "gui/models/branches.hpp"

#include <QStringList>
#include <algorithm>
#include <iterator>
#include <utility>

namespace crisper::gui {
namespace {

/// Those of the one that the other lacks, as "mended a, b"; empty: none.
QString lacking(const char* what, const std::vector<std::string>& from, const std::vector<std::string>& in) {
  QStringList names;
  for (const std::string& each : from) {
    if (std::ranges::find(in, each) == in.end()) names += QString::fromStdString(each);
  }
  return names.isEmpty() ? QString() : QString("%1 %2").arg(QString(what), names.join(", "));
}

}  // namespace

BranchResult branch_result(const LoadedRun& run) {
  BranchResult result{.verdict = verdict_of(run), .aims = fault_aims(run)};
  if (!run.folder.result) return result;
  result.digest = QString::fromStdString(run.folder.result->digest);
  for (const JudgedProperty& each : run.folder.result->properties) {
    if (each.verdict == "fail") result.broken.push_back(each.name);
  }
  return result;
}

void Branches::begin(Branch root) {
  root.parent = root.next = -1;
  all_.clear();
  all_.push_back(std::move(root));
}

int Branches::add(Branch branch, int parent) {
  branch.parent = parent;
  branch.next = -1;
  all_.push_back(std::move(branch));
  lead(count() - 1);
  return count() - 1;
}

void Branches::dropLast() {
  const int last = count() - 1;
  const int parent = all_.back().parent;
  all_.pop_back();
  if (parent < 0 || at(parent).next != last) return;
  mutable_at(parent).next = -1;
  for (int place = parent + 1; place < last; ++place) {
    if (at(place).parent == parent) mutable_at(parent).next = place;
  }
}

int Branches::depth(int place) const {
  int depth = 0;
  for (; at(place).parent >= 0; place = at(place).parent) ++depth;
  return depth;
}

void Branches::lead(int place) {
  for (int parent = at(place).parent; parent >= 0; place = parent, parent = at(place).parent) {
    mutable_at(parent).next = place;
  }
}

QString Branches::difference(int place) const {
  const Branch& branch = at(place);
  if (branch.parent < 0 || !branch.result || !at(branch.parent).result) return {};
  const BranchResult& before = *at(branch.parent).result;
  if (!branch.result->digest.isEmpty() && branch.result->digest == before.digest) return "nothing: the same run";
  const QString mended = lacking("mended", before.broken, branch.result->broken);
  const QString broke = lacking("broke", branch.result->broken, before.broken);
  if (mended.isEmpty() && broke.isEmpty()) return "another run, judged alike";
  return mended + (mended.isEmpty() || broke.isEmpty() ? "" : "; ") + broke;
}

}  // namespace crisper::gui
