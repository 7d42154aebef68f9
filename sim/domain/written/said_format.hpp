// SaidFormat: what a step of a script says, by names: {show: 1, booking: 7, seats: 2}.
#pragma once

#include <memory>
#include <vector>

#include "core/domain/written/model.hpp"
#include "sim/scenario/grammar.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/yaml_tree.hpp"

namespace crisper::written {

/// Reads and writes values by their names.
class SaidFormat {
 public:
  SaidFormat(std::shared_ptr<const Model> model, std::vector<Parameter> names)
      : model_(std::move(model)), names_(std::move(names)) {}

  /// A value for each of the names. What is missing, unknown or not of its type fails the reader.
  std::vector<Value> read(const sim::YamlNode& node, sim::Reader& reader) const;
  sim::YamlNode write(const std::vector<Value>& values) const;
  sim::Grammar grammar() const;

 private:
  Value value_of(const sim::YamlNode& node, Type type, sim::Reader& reader) const;

  std::shared_ptr<const Model> model_;
  std::vector<Parameter> names_;
};

}  // namespace crisper::written
