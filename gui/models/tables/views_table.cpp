// views: what each row of a view shows, beside what it should show.
#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"

namespace crisper::gui {
namespace {

std::vector<TableRow> view_rows(const LoadedRun& run, const RunState& state) {
  const TraceData& data = run.trace();
  std::vector<TableRow> wrong;
  std::vector<TableRow> right;
  for (const ConsumerState& consumer : state.consumers) {
    for (const ViewRow& row : consumer.rows) {
      const bool differs = row.shown != row.should;
      TableRow made{.cells = {cell(data.name_of(consumer.process)), cell(row_words(data, row.stream, row.item)),
                              cell(row.shown), cell(row.should), differs ? cell(row.shown - row.should) : QString(),
                              age_cell(data, row.changed, state.at)},
                    .tone = differs ? Tone::bad : row.shown < 0 ? Tone::warning : Tone::plain,
                    .jump = row.changed,
                    .process = consumer.process};
      if (differs && row.shown > row.should) made.cells[4].prepend('+');
      if (differs) made.explanation = "The events that it took, each counted once, add up to something else.";
      (differs ? wrong : right).push_back(std::move(made));
    }
  }
  wrong.insert(wrong.end(), right.begin(), right.end());
  return wrong;
}

}  // namespace

const TableSpec& tables::views() {
  static const TableSpec spec{"views", "View rows", "no view shows anything yet",
                              {"View", "Row", "Shows", "Should be", "Off by", "Changed"}, view_rows};
  return spec;
}

}  // namespace crisper::gui
