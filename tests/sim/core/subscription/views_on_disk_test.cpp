// R06. The law of consumer stores on bad disks: what was committed survives, rows and position together; what was under
// way is there whole or not at all.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <memory>
#include <ostream>

#include "core/subscription/file_consumer_store.hpp"
#include "core/subscription/sqlite_consumer_store.hpp"
#include "sim/world/journal_disk.hpp"
#include "tests/core/runtime/lone_context.hpp"

namespace crisper::sim {
namespace {

/// A crash keeps some of what was not synced.
class BadDiskContext final : public LoneContext {
 public:
  Disk& disk() override { return journal; }
  void finish_sync(Result<void, DiskError> outcome) {
    if (outcome) {
      journal.make_durable(journal.mark());
    } else {
      journal.lose_unsynced();
    }
    end_sync(outcome);
  }
  JournalDisk journal;
};

struct ViewState {
  std::map<RowKey, std::int64_t> rows;
  std::int64_t position = 0;
  friend bool operator==(const ViewState&, const ViewState&) = default;
};

enum class ViewKind { journal, file, sqlite };

std::unique_ptr<ConsumerStore> store_of_kind(ViewKind kind) {
  if (kind == ViewKind::file) return std::make_unique<FileConsumerStore>(std::chrono::minutes(10));
  if (kind == ViewKind::sqlite) return std::make_unique<SqliteConsumerStore>();
  return std::make_unique<JournalConsumerStore>();
}

/// A store, its disk, and what must be true of it.
class ViewModel {
 public:
  struct Step {
    enum What { commit, crash_in_commit, full_in_commit, crash };
    What what{};
    std::size_t changes = 1;
    std::uint64_t draw = 0;
    bool keeps = false;
    bool tears = false;
  };

  explicit ViewModel(ViewKind kind) : kind_(kind), store_(store_of_kind(kind)) { store_->recover(context_, restore()); }

  void take(const Step& step) {
    switch (step.what) {
      case Step::commit:
        begin_commit(step);
        context_.finish_sync({});
        RC_ASSERT(commit_.done() && commit_.await_resume().has_value());
        committed_ = staged_;
        break;
      case Step::full_in_commit:
        begin_commit(step);
        context_.finish_sync(failure(DiskError::full));
        RC_ASSERT(commit_.done() && !commit_.await_resume().has_value());
        break;
      case Step::crash_in_commit:
        begin_commit(step);
        crash(step);
        RC_ASSERT(found_ == committed_ || found_ == staged_);
        break;
      case Step::crash:
        crash(step);
        RC_ASSERT(found_ == committed_);
        break;
    }
    if (step.what == Step::crash || step.what == Step::crash_in_commit) staged_ = committed_ = found_;
    RC_ASSERT(on_disk() == committed_);
  }

 private:
  std::function<void(const Payload&)> restore() {
    found_ = {};
    return [this](const Payload& change) {
      if (const auto* row = change.as<RowChanged>()) found_.rows[row->row] = row->value;
      if (const auto* reached = change.as<CheckpointReached>()) found_.position = reached->through.value;
    };
  }

  void begin_commit(const Step& step) {
    for (std::size_t i = 0; i < step.changes; ++i) {
      ++last_value_;
      const RowKey row{.part = 1, .item = static_cast<std::uint64_t>(last_value_ % 997)};
      store_->stage(Payload::of(RowChanged{.row = row, .value = last_value_}));
      staged_.rows[row] = last_value_;
    }
    store_->stage(Payload::of(CheckpointReached{.through = LogOffset{last_value_}}));
    staged_.position = last_value_;
    commit_ = store_->commit(context_, {});
    commit_.start();
  }

  void crash(const Step& step) {
    commit_ = {};
    JournalDisk::CrashChoice choice;
    if (step.keeps) choice.keeps = step.draw;
    if (step.tears) choice.tears = step.draw;
    context_.journal.crash(context_.journal.foresee(choice));
    store_ = store_of_kind(kind_);
    store_->recover(context_, restore());
  }

  /// What another store would find there now.
  ViewState on_disk() {
    store_of_kind(kind_)->recover(context_, restore());
    return found_;
  }

  ViewKind kind_;
  BadDiskContext context_;
  std::unique_ptr<ConsumerStore> store_;
  Task<Result<void, DiskError>> commit_;
  std::int64_t last_value_ = 0;
  ViewState committed_;
  ViewState staged_;  ///< what the next commit would make of it
  ViewState found_;
};

std::ostream& operator<<(std::ostream& out, const ViewModel::Step& step) {
  return out << "step " << step.what << " changes=" << step.changes << " draw=" << step.draw
             << (step.keeps ? " keeps" : "") << (step.tears ? " tears" : "");
}

rc::Gen<ViewModel::Step> any_step_of_a_view() {
  using Step = ViewModel::Step;
  return rc::gen::build<Step>(
      rc::gen::set(&Step::what, rc::gen::weightedElement<Step::What>({{4, Step::commit},
                                                                      {3, Step::crash_in_commit},
                                                                      {2, Step::full_in_commit},
                                                                      {1, Step::crash}})),
      rc::gen::set(&Step::changes, rc::gen::element<std::size_t>(1, 200, 700)),
      rc::gen::set(&Step::draw, rc::gen::arbitrary<std::uint64_t>()),
      rc::gen::set(&Step::keeps, rc::gen::arbitrary<bool>()),
      rc::gen::set(&Step::tears, rc::gen::arbitrary<bool>()));
}

}  // namespace
}  // namespace crisper::sim

RC_GTEST_PROP(ViewsOnDisk, KeepWhatWasCommittedAndNothingByHalves, ()) {
  // If this fails, a crash, a torn write or a full disk leaves a view that never was, or one that its position belies.
  using namespace crisper::sim;
  ViewModel model(*rc::gen::element(ViewKind::journal, ViewKind::file, ViewKind::sqlite));
  for (const auto& step : *rc::gen::container<std::vector<ViewModel::Step>>(any_step_of_a_view())) model.take(step);
}
