// Reads a business that is written in a scenario.
#pragma once

#include <memory>

#include "core/domain/written/declarations.hpp"
#include "core/domain/written/model.hpp"
#include "core/domain/written/rules.hpp"
#include "sim/scenario/reader.hpp"

namespace crisper::written {

/// Null, with a problem in the reader, where it can't be meant.
std::shared_ptr<const Model> read_domain(const sim::YamlNode& node, sim::Reader& reader);

/// Where in a file something in a line is, and what is wrong with it.
void report(const Problem& problem, sim::TextPosition line, bool quoted, sim::Reader& reader);

/// What `name` stands for where an id of this type is wanted: what is called so, or the only one of its type.
Parsed<Code> id_in_scope(const Scope& scope, Type type, std::string_view name);

/// An event's own words for rules on it: the key of its entity, then what it says.
std::vector<Parameter> parameters_of(const Model& model, const MessageShape& event);

}  // namespace crisper::written
