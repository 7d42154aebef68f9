// What the laws of a written business share: its model, the states as the stored events leave them, and sentences.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/written/decider.hpp"
#include "core/domain/written/written_domain.hpp"
#include "properties/property.hpp"
#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::written {

/// The entity whose stream it is; empty for others.
std::optional<std::size_t> entity_of(const Model& model, StreamId stream);

/// The states of all entities, as the events that a store said it has leave them.
class States {
 public:
  explicit States(const Model& model) : model_(model) {}

  /// Takes an event. Null where it is of no entity. Valid until the next one.
  EntityState* take(const Observation& seen);
  /// Null where it has had no event.
  const EntityState* find(StreamId stream) const { return states_.find(stream); }
  auto begin() const { return states_.begin(); }
  auto end() const { return states_.end(); }

 private:
  const Model& model_;
  properties::OrderedTable<StreamId, EntityState> states_;
};

/// A law that somebody wrote.
class WrittenLaw : public properties::Property {
 public:
  WrittenLaw(const properties::PropertyInfo& info, const properties::PropertySetup& setup);

 protected:
  const Model& model() const { return model_; }
  const Law& law() const { return law_; }
  /// What the law says where it doesn't hold; `plain` where it says nothing of its own. An id is told as its state is.
  std::string sentence(Frame& frame, const std::string& plain) const;
  /// "show-3"; the name of an id and its number
  std::string call(Type type, Value value) const;
  /// " (SeatsHeld of show.hold, case 2)", or nothing: what decides such an event. By names, which are the same in the
  /// file of the user, the one that is saved with a run, and the one that shrinking makes of it; lines are not.
  std::string where(const Message* event) const;

 private:
  const Model& model_;
  const Law& law_;
};

const Model& model_of(const properties::PropertySetup& setup);

/// Sums over all entities of a kind, kept up to date.
class Aggregates {
 public:
  Aggregates(const Model& model, const std::vector<Aggregate>& what)
      : model_(model), what_(what), sums_(what.size()), parts_(what.size()), there_(what.size()) {}

  /// A service outside, by the name of its process, has as many of this now. False where nobody asks for it.
  bool update_outside(const std::string& process, Value of, Value there);
  void update(StreamId stream, const EntityState& state);
  /// The key, then the sums: what a law's condition is computed on. In the place of one that is no sum stands what
  /// there is outside of the key. A sum beyond 64 bits is the number next to it.
  std::vector<Value> locals(Value key) const;
  /// Whether the sums are all numbers of 64 bits, made of such.
  bool have_values() const;

 private:
  __extension__ using Wide = __int128;  // sums that grow and shrink again are right again
  struct Part {
    Value value = 0;
    bool spoilt = false;
  };

  const Model& model_;
  const std::vector<Aggregate>& what_;
  std::vector<Wide> sums_;
  std::vector<properties::OrderedTable<StreamId, Part>> parts_;  ///< what each state adds
  std::uint64_t spoilt_ = 0;                                     ///< how many of them
  std::vector<std::map<Value, Value>> there_;                    ///< outside, by key
};

namespace laws {
properties::PropertyEntry entry_of(const Law& law);
properties::PropertyEntry within_bounds();
properties::PropertyEntry views_match_events();
}  // namespace laws

}  // namespace crisper::written
