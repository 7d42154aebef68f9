// Scope: what the names in a line may mean.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/written/model.hpp"
#include "core/domain/written/tokens.hpp"

namespace crisper::written {

struct Scope {
  const Model* model = nullptr;
  std::vector<Parameter> locals;        ///< by slot; of two of one name the later one counts
  std::optional<std::size_t> entity{};  ///< whose events are made here, and whose fields stand by their bare names
  const std::vector<Field>* memory = nullptr;  ///< these stand by their bare names instead
  const char* memory_name = "memory";          ///< what they are parts of

  /// In a law: fields stand behind the name of their entity, and there are sums over all of a kind.
  struct LawTerms {
    std::optional<std::size_t> subject{};
    std::vector<Aggregate> aggregates{};
    bool in_sum = false;
  };
  LawTerms* law = nullptr;

  /// What stands by its bare name and is no local.
  const std::vector<Field>& fields() const {
    static const std::vector<Field> none;
    return memory ? *memory : entity ? model->entities[*entity].fields : none;
  }
  /// Its slot; empty where there is none.
  std::optional<std::size_t> find_local(std::string_view name) const {
    for (std::size_t i = locals.size(); i > 0; --i) {
      if (locals[i - 1].name == name) return i - 1;
    }
    return std::nullopt;
  }

  /// All that may be meant, for who says something else.
  std::vector<std::string> names() const;
};

/// The name of one of these fields; null, with a problem, where none stands there. `whose` they are, and what is
/// `expected` there: "show", "a part of the state of show".
const Field* read_field_name(Cursor& cursor, const std::string& whose, const std::vector<Field>& fields,
                             std::string_view expected);
/// Of a part of this entity's state.
const Field* read_part_name(Cursor& cursor, const Entity& entity);
/// Of a set or a map of what `scope` speaks of; in a law its entity stands before it.
const Field* read_table_name(Cursor& cursor, const Scope& scope);

struct Expression {
  Code code;
  Type type;
};

/// Reads as much as is an expression. `wanted`: what it is for; a word of two enumerations, and a bare number for an
/// id, are taken as that, and another type is a problem. Null: any.
Expression read_expression(Cursor& cursor, const Scope& scope, const Type* wanted);

/// A whole line.
Parsed<Expression> parse_expression(std::string_view line, const Scope& scope, const Type* wanted);

}  // namespace crisper::written
