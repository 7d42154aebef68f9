// KeptDisk: a disk for tests without an engine. The test says when it syncs, crashes or fails.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "core/runtime/disk.hpp"

namespace crisper {

class KeptDisk final : public Disk {
 public:
  void append(Payload record) override { records_.push_back(std::move(record)); }
  void write_block(Payload record, TornForm) override { append(std::move(record)); }
  std::span<const Payload> records() const override { return records_; }
  void rewrite(std::vector<Payload> records) override {
    if (!before_rewrite_) {
      records_.resize(durable_);
      before_rewrite_ = std::move(records_);
    }
    records_ = std::move(records);
  }

  void sync() {
    durable_ = records_.size();
    before_rewrite_.reset();
  }
  /// Keeps what was synced and the first `kept` records of the rest. A rewrite that was not synced never happened.
  void crash(std::size_t kept = 0) {
    if (before_rewrite_) {
      records_ = std::move(*before_rewrite_);
      before_rewrite_.reset();
    }
    records_.resize(durable_ = std::min(records_.size(), durable_ + kept));
  }
  /// A sync that failed with `full`: what was not durable is gone at once.
  void fill_up() { records_.resize(durable_); }

 private:
  std::vector<Payload> records_;
  std::size_t durable_ = 0;
  std::optional<std::vector<Payload>> before_rewrite_;
};

}  // namespace crisper
