// The format of what a business chooses, from the format of the type that its wing has for it.
#pragma once

#include <memory>
#include <utility>

#include "sim/domain/chosen.hpp"
#include "sim/scenario/format.hpp"

namespace crisper::sim {

template <class T>
class ChosenFormat final : public Format<Chosen> {
 public:
  explicit ChosenFormat(FormatPtr<T> format) : format_(std::move(format)) {}

  void read(const YamlNode& node, Chosen& value, Reader& reader) const override {
    format_->read(node, value.edit<T>(), reader);
  }
  YamlNode write(const Chosen& value) const override { return format_->write(value.as<T>()); }
  Grammar grammar(const Chosen& initial) const override { return format_->grammar(initial.as<T>()); }
  void find_idle(const Chosen& value, const Chosen& initial, const Occasion& here, IdleKeys& idle) const override {
    format_->find_idle(value.as<T>(), initial.as<T>(), here, idle);
  }

 private:
  FormatPtr<T> format_;
};

template <class T>
FormatPtr<Chosen> chosen_as(FormatPtr<T> format) {
  return std::make_shared<ChosenFormat<T>>(std::move(format));
}

}  // namespace crisper::sim
