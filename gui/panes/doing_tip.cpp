#include "gui/panes/doing_tip.hpp"

#include "gui/models/tables/cells.hpp"

namespace crisper::gui {

QString doingTip(const LoadedRun& run, const RunState& state, ProcessNumber process) {
  const Doing doing = doing_of(run, state, process);
  const QString name = cell(run.trace().name_of(process));
  QString text = QString("<b>%1</b> %2").arg(name, cell(std::string(name_of(doing.kind))));
  if (doing.since != 0) text += " for " + age_cell(run.trace(), doing.since, state.at);
  const QString words = cell(doing_words(run, doing)).toHtmlEscaped();
  return words.isEmpty() ? text : text + "<br>" + words;
}

}  // namespace crisper::gui
