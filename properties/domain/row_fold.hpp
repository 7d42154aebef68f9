// RowFold: what events make of the rows of views, read off a trace, and what these rows are called: what a view is
// compared with. It shares no code with the projection process that it watches.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crisper::properties {

/// One number that a view shows, as a trace names it (view.updated): its stream, and which of the stream's.
struct ShownCell {
  std::int64_t stream = 0;  ///< the bits of a StreamId
  std::int64_t item = 0;
  friend auto operator<=>(const ShownCell&, const ShownCell&) = default;
};

/// An event as a trace has it. The views live as long as the trace's texts.
struct TracedEvent {
  std::string_view type;
  std::string_view text;
  std::int64_t stream = 0;
};

/// What a cell is after an event.
struct CellAfter {
  ShownCell cell;
  std::int64_t value = 0;
  /// What the aggregate that the event was appended to numbers it by ("meal"); empty: the row is no part of that one.
  std::string_view word{};
};

class RowFold {
 public:
  /// What a cell is before the event.
  using Before = std::function<std::int64_t(ShownCell)>;

  virtual ~RowFold() = default;

  /// How many views are told apart here; they are numbered from zero.
  virtual std::size_t views() const = 0;
  /// The view that a process of this name shows; nothing where it shows none of these.
  virtual std::optional<std::size_t> view_of(std::string_view process) const = 0;
  /// All that an event changes there, each cell once. None where it changes nothing, where its text can't be read, and
  /// where another event of the same view can't be: then nobody knows what its rows should be.
  virtual std::vector<CellAfter> after(std::size_t view, const TracedEvent& event, const Before& before) const = 0;
  /// Whether every cell is a sum, whatever the order of events.
  virtual bool is_sum(std::size_t view) const = 0;
  /// The first cell of the row that has this one: what an event does to a cell may depend on the others of its row.
  virtual ShownCell row_of(std::size_t view, ShownCell cell) const = 0;

  // ---- words

  /// "free, seat 7"; empty where the stream's name says it all. Nothing: these rows have no names of their own.
  virtual std::optional<std::string> name_of(std::size_t view, std::int64_t item) const = 0;
  /// "18", "yes", "sold_out"
  virtual std::string told(std::size_t view, std::int64_t item, std::int64_t value) const = 0;
  /// Whether one value of it can be greater than another by some number.
  virtual bool is_number(std::size_t view, std::int64_t item) const = 0;
};

/// Of the businesses that the program has: a trace doesn't say of which it is, so each is asked. They have one view.
std::shared_ptr<const RowFold> registered_row_fold();

}  // namespace crisper::properties
