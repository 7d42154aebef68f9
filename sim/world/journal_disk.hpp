// JournalDisk: the simulated disk of one process. Knows which records a crash would keep.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "core/runtime/disk.hpp"

namespace crisper::sim {

class JournalDisk final : public Disk {
 public:
  void append(Payload record) override {
    records_.push_back(std::move(record));
  }
  std::span<const Payload> records() const override { return records_; }
  void rewrite(std::vector<Payload> records) override {
    if (!durable_before_rewrite_) {
      records_.resize(durable_);
      durable_before_rewrite_ = std::move(records_);
    }
    records_ = std::move(records);
    durable_ = 0;
    ++rewrites_;
  }

  /// What a sync that begins now will make durable.
  struct Mark {
    std::size_t length;
    std::uint64_t rewrites;
  };
  bool dirty() const { return durable_ < records_.size() || durable_before_rewrite_.has_value(); }
  Mark mark() const { return Mark{records_.size(), rewrites_}; }
  void make_durable(Mark mark) {
    if (mark.rewrites != rewrites_) return;
    durable_before_rewrite_.reset();
    durable_ = std::max(durable_, std::min(mark.length, records_.size()));
  }

  /// Forgets what was not durable; returns how many records that were. A rewrite that was not synced never happened.
  std::size_t crash() {
    std::size_t lost = records_.size() - durable_;
    if (durable_before_rewrite_) {
      lost = records_.size();
      records_ = std::move(*durable_before_rewrite_);
      durable_before_rewrite_.reset();
    } else {
      records_.resize(durable_);
    }
    durable_ = records_.size();
    return lost;
  }

 private:
  std::vector<Payload> records_;
  std::size_t durable_ = 0;
  std::optional<std::vector<Payload>> durable_before_rewrite_;
  std::uint64_t rewrites_ = 0;
};

}  // namespace crisper::sim
