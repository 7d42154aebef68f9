// Expressions: a parser by descent, one function for each level, that types and compiles as it reads.
#include <algorithm>

#include "core/domain/written/code_writer.hpp"
#include "core/domain/written/language.hpp"
#include "core/domain/written/scope.hpp"

namespace crisper::written {
namespace {

constexpr int depth_max = 40;

class Reading {
 public:
  Reading(Cursor& cursor, const Scope& scope) : cursor_(cursor), scope_(scope), model_(*scope.model), code_(cursor) {}

  Type whole(const Type* wanted) {
    const std::size_t at = cursor_.peek().at;
    if (++depth_ > depth_max) cursor_.fail(at, "this is nested too deep");
    const Type type = cursor_.ok() ? choice(wanted) : Type{};
    --depth_;
    if (wanted) require(type, *wanted, at);
    return type;
  }

  Code take() { return code_.take(); }

 private:
  // ---- types

  void require(Type found, Type wanted, std::size_t at) {
    if (!cursor_.ok() || found == wanted) return;
    cursor_.fail(at, "expected " + model_.type_name(wanted) + ", and this is " + model_.type_name(found));
  }
  Type operand(Type (Reading::*level)(const Type*), Type wanted) {
    const std::size_t at = cursor_.peek().at;
    const Type type = (this->*level)(&wanted);
    require(type, wanted, at);
    return type;
  }

  // ---- levels, the loosest first

  Type choice(const Type* wanted) {
    if (!cursor_.take("if")) return either(wanted);
    whole(&flag_type);
    cursor_.expect("then");
    const std::size_t otherwise = code_.open(Op::jump_if_no);
    const Type type = whole(wanted);
    cursor_.expect("else");
    const std::size_t end = code_.open(Op::jump);
    code_.close(otherwise);
    code_.begin_other_branch();
    whole(&type);
    code_.close(end);
    return type;
  }

  Type either(const Type* wanted) { return joined(wanted, "or", Op::jump_if_yes_else_pop, &Reading::both); }
  Type both(const Type* wanted) { return joined(wanted, "and", Op::jump_if_no_else_pop, &Reading::inverted); }

  Type joined(const Type* wanted, std::string_view sign, Op op, Type (Reading::*level)(const Type*)) {
    const std::size_t at = cursor_.peek().at;
    const Type type = (this->*level)(wanted);
    while (cursor_.ok() && cursor_.take(sign)) {
      require(type, flag_type, at);
      const std::size_t jump = code_.open(op);
      operand(level, flag_type);
      code_.close(jump);
    }
    return type;
  }

  Type inverted(const Type* wanted) {
    if (!cursor_.take("not")) return compared(wanted);
    if (++depth_ > depth_max) cursor_.fail_here("this is nested too deep");
    if (cursor_.ok()) operand(&Reading::inverted, flag_type);
    --depth_;
    code_.emit(Op::invert);
    return flag_type;
  }

  Type compared(const Type* wanted) {
    if (const auto member = membership()) return *member;
    const std::size_t at = cursor_.peek().at;
    // What stands left of a comparison is not what is wanted of the whole.
    const bool whole_is_flag = wanted && *wanted == flag_type;
    const Type left = summed(whole_is_flag ? nullptr : wanted);
    static constexpr std::string_view comparisons[] = {"==", "!=", "<", "<=", ">", ">="};
    const auto* sign =
        std::ranges::find_if(comparisons, [&](std::string_view each) { return cursor_.peek().is(each); });
    if (!cursor_.ok() || sign == std::end(comparisons)) return left;
    cursor_.take();
    const bool ordered = *sign != "==" && *sign != "!=";
    if (ordered) require(left, number_type, at);
    operand(&Reading::summed, left);
    if (*sign == "==") code_.emit(Op::equal);
    if (*sign == "!=") code_.emit(Op::unequal);
    if (*sign == "<") code_.emit(Op::less);
    if (*sign == "<=") code_.emit(Op::less_or_equal);
    if (*sign == ">" || *sign == ">=") {  // a > b is not (a <= b)
      code_.emit(*sign == ">" ? Op::less_or_equal : Op::less);
      code_.emit(Op::invert);
    }
    return flag_type;
  }

  /// `booking in held`: one name, or something in brackets, before `in`.
  std::optional<Type> membership() {
    const bool is_one = cursor_.peek(1).is("in") && cursor_.peek().kind != Token::Kind::sign;
    const bool is_none = cursor_.peek(1).is("not") && cursor_.peek(2).is("in");
    if (!cursor_.ok() || (!is_one && !is_none)) return std::nullopt;
    const Field* table = nullptr;
    Cursor ahead = cursor_;  // the table says what its keys are
    ahead.take();
    if (is_none) ahead.take();
    ahead.take();
    table = read_table_name(ahead, scope_);
    if (!ahead.ok()) {
      cursor_ = std::move(ahead);
      return flag_type;
    }
    operand(&Reading::primary, table->key);
    if (cursor_.ok()) cursor_ = std::move(ahead);
    code_.emit(Op::has, table->slot);
    if (is_none) code_.emit(Op::invert);
    return flag_type;
  }

  Type summed(const Type* wanted) {
    const std::size_t at = cursor_.peek().at;
    const Type type = multiplied(wanted);
    while (cursor_.ok() && (cursor_.peek().is("+") || cursor_.peek().is("-"))) {
      require(type, number_type, at);
      const Op op = cursor_.take().is("+") ? Op::add : Op::subtract;
      operand(&Reading::multiplied, number_type);
      code_.emit(op);
    }
    return type;
  }

  Type multiplied(const Type* wanted) {
    const std::size_t at = cursor_.peek().at;
    const Type type = signed_one(wanted);
    while (cursor_.ok() && (cursor_.peek().is("*") || cursor_.peek().is("/") || cursor_.peek().is("%"))) {
      require(type, number_type, at);
      const Token sign = cursor_.take();
      operand(&Reading::signed_one, number_type);
      code_.emit(sign.is("*") ? Op::multiply : sign.is("/") ? Op::divide : Op::modulo);
    }
    return type;
  }

  Type signed_one(const Type* wanted) {
    if (!cursor_.take("-")) return primary(wanted);
    if (++depth_ > depth_max) cursor_.fail_here("this is nested too deep");
    if (cursor_.ok()) operand(&Reading::signed_one, number_type);
    --depth_;
    code_.emit(Op::negate);
    return number_type;
  }

  Type primary(const Type* wanted) {
    if (!cursor_.ok()) return {};
    const Token token = cursor_.peek();
    if (token.kind == Token::Kind::number) return literal(wanted);
    if (cursor_.take("(")) {
      const Type type = whole(wanted);
      cursor_.expect(")");
      return type;
    }
    if (token.kind != Token::Kind::word) {
      cursor_.fail_here("expected a value, and " + cursor_.found());
      return {};
    }
    return named(wanted);
  }

  Type literal(const Type* wanted) {
    const Token token = cursor_.take();
    code_.emit(Op::constant, 0, token.value);
    if (!wanted || wanted->kind != Kind::id) return number_type;
    if (token.value > number_mask) {
      cursor_.fail(token.at, model_.type_name(*wanted) + " is at most " + std::to_string(number_mask));
    }
    return *wanted;
  }

  Type named(const Type* wanted) {
    if (cursor_.peek(1).is("(")) return called();
    const Token word = cursor_.take();
    if (word.is("yes") || word.is("true") || word.is("no") || word.is("false")) {
      code_.emit(Op::constant, 0, word.is("yes") || word.is("true") ? 1 : 0);
      return flag_type;
    }
    if (scope_.law) {
      if (const auto entity = model_.find_entity(word.text)) return of_entity(*entity, word);
      for (std::size_t i = 0; i < model_.services.size(); ++i) {
        if (model_.services[i].name == word.text) return of_service(i, word);
      }
    }
    if (const auto local = scope_.find_local(word.text)) {
      code_.emit(Op::local, *local);
      return scope_.locals[*local].type;
    }
    for (const Field& field : scope_.fields()) {
      if (field.name == word.text) return of_field(field);
    }
    return fixed(word, wanted);
  }

  /// A constant or a word of an enumeration.
  Type fixed(const Token& word, const Type* wanted) {
    if (const auto constant = model_.constants.find(word.text); constant != model_.constants.end()) {
      code_.emit(Op::constant, 0, constant->second);
      return number_type;
    }
    std::optional<Type> type;
    for (std::size_t i = 0; i < model_.enumerations.size(); ++i) {
      const std::vector<std::string>& words = model_.enumerations[i].words;
      const auto found = std::ranges::find(words, word.text);
      const Type here{Kind::word, static_cast<std::uint16_t>(i)};
      if (found == words.end() || (type && !(wanted && *wanted == here))) continue;
      if (type) code_.take_back_constant();
      code_.emit(Op::constant, 0, found - words.begin());
      type = here;
      if (wanted && *wanted == here) break;
    }
    if (!type)
      cursor_.fail(word.at, "nothing here is called '" + std::string(word.text) + "'", std::string(word.text),
                   scope_.names());
    return type.value_or(Type{});
  }

  Type of_field(const Field& field) {
    if (field.shape == Shape::single) {
      code_.emit(Op::single, field.slot);
      return field.type;
    }
    if (field.shape == Shape::set) {
      cursor_.fail_here("a set is asked with 'in': one in " + field.name);
      return {};
    }
    if (!cursor_.expect("[")) return {};
    whole(&field.key);
    cursor_.expect("]");
    code_.emit(Op::get, field.slot);
    return field.type;
  }

  // ---- of laws

  bool take_subject(std::size_t entity, const Token& word) {
    if (scope_.law->subject && *scope_.law->subject != entity) {
      cursor_.fail(word.at, "a law speaks of one " + model_.entities[*scope_.law->subject].name +
                                " at a time; sum(...) speaks of all of a kind");
      return false;
    }
    scope_.law->subject = entity;
    return true;
  }

  /// `show` is which one; `show.free` a part of its state.
  Type of_entity(std::size_t entity, const Token& word) {
    if (!take_subject(entity, word)) return {};
    if (!cursor_.take(".")) {
      code_.emit(Op::local, 0);
      return {Kind::id, model_.entities[entity].key};
    }
    const Field* field = read_part_name(cursor_, model_.entities[entity]);
    return field ? of_field(*field) : Type{};
  }

  /// `dock.there`: what a service has of the one that the law is about.
  Type of_service(std::size_t service, const Token& word) {
    const std::string name = model_.services[service].name;
    if (!model_.services[service].keeps) {
      cursor_.fail(word.at, name + " has nothing that a law could speak of: none of its requests says 'there'");
    }
    if (scope_.law->in_sum) cursor_.fail(word.at, "a sum is of states: " + name + " has none");
    cursor_.expect(".");
    const Token part = cursor_.peek();
    if (cursor_.expect_word("'there'").empty()) return number_type;
    if (!part.is("there")) {
      cursor_.fail(part.at, name + " has no '" + std::string(part.text) + "'", std::string(part.text), {"there"});
    }
    scope_.law->aggregates.push_back({.entity = 0, .each = {}, .outside = service});
    code_.emit(Op::local, scope_.law->aggregates.size());
    return number_type;
  }

  Type over_all(const Token& word) {
    if (!scope_.law || scope_.law->in_sum) {
      cursor_.fail(word.at, "'" + std::string(word.text) + "' is for laws: it speaks of all entities of a kind");
      return {};
    }
    Scope::LawTerms inner{.in_sum = true};
    Scope inside{.model = scope_.model, .locals = {}, .law = &inner};
    Reading each(cursor_, inside);
    each.depth_ = depth_;
    const std::size_t at = cursor_.peek().at;
    const Type type = each.whole(word.is("sum") ? &number_type : nullptr);
    cursor_.expect(")");
    if (cursor_.ok() && !inner.subject) {
      cursor_.fail(word.at, word.is("sum") ? "what is summed must be of an entity: sum(show.free)"
                                           : "what is counted must be of an entity: count(show.free > 0)");
    }
    if (!cursor_.ok()) return {};
    Code code = each.take();
    // A count of entities counts those that have begun to exist; a count of a condition those of which it is true.
    const bool bare = word.is("count") && code.steps.size() == 1 && code.steps[0].op == Op::local;
    if (word.is("count") && !bare && type != flag_type) {
      cursor_.fail(at, "a count is of entities, or of a condition: count(show.free > 0)");
      return {};
    }
    if (bare) code.steps[0] = {Op::constant, 0, 1};
    scope_.law->aggregates.push_back({.entity = *inner.subject, .each = std::move(code)});
    code_.emit(Op::local, scope_.law->aggregates.size());
    return number_type;
  }

  // ---- calls

  Type called() {
    const Token word = cursor_.take();
    cursor_.take();
    if (word.is("sum") || word.is("count")) return over_all(word);
    if (word.is("min") || word.is("max")) {
      whole(&number_type);
      cursor_.expect(",");
      whole(&number_type);
      cursor_.expect(")");
      code_.emit(word.is("min") ? Op::least : Op::greatest);
      return number_type;
    }
    if (word.is("size") || word.is("total") || word.is("first")) {
      const std::size_t at = cursor_.peek().at;
      const Field* table = read_table_name(cursor_, scope_);
      cursor_.expect(")");
      if (!table || !cursor_.ok()) return {};
      if (word.is("total") && (table->shape == Shape::set || table->type != number_type)) {
        cursor_.fail(at, "a total is of a map of numbers");
      }
      code_.emit(word.is("size") ? Op::size : word.is("total") ? Op::total : Op::first, table->slot);
      return word.is("first") ? table->key : number_type;
    }
    cursor_.fail(word.at, "no function is called '" + std::string(word.text) + "'", std::string(word.text),
                 words_used_as("function"));
    return {};
  }

  Cursor& cursor_;
  const Scope& scope_;
  const Model& model_;
  CodeWriter code_;
  int depth_ = 0;
};

}  // namespace

Expression read_expression(Cursor& cursor, const Scope& scope, const Type* wanted) {
  Reading reading(cursor, scope);
  const Type type = reading.whole(wanted);
  return {reading.take(), type};
}

Parsed<Expression> parse_expression(std::string_view line, const Scope& scope, const Type* wanted) {
  return read_line<Expression>(line, [&](Cursor& cursor) { return read_expression(cursor, scope, wanted); });
}

}  // namespace crisper::written
