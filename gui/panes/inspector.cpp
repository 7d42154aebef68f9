#include "gui/panes/inspector.hpp"

#include <QScrollBar>
#include <QTextBrowser>
#include <QUrl>
#include <QVBoxLayout>

#include "gui/models/causes.hpp"
#include "gui/models/reasons.hpp"
#include "gui/models/record_words.hpp"
#include "gui/theme/theme.hpp"

namespace crisper::gui {
namespace {

QString html(const std::string& text) { return QString::fromStdString(text).toHtmlEscaped(); }

QString row(const QString& name, const QString& value) {
  if (value.isEmpty()) return {};
  return QString("<tr><td style='color:%1;padding-right:10px'>%2</td><td>%3</td></tr>")
      .arg(theme().muted.name(), name, value);
}

QString link(RecordId record, const QString& text) {
  return QString("<a href='record:%1'>%2</a>").arg(record).arg(text);
}

QString exact(std::int64_t ns) { return QString::number(static_cast<double>(ns) / 1e9, 'f', 9); }

QString title(const QString& what, const QString& where) {
  return QString("<p style='margin:2px 0 4px 0'><b style='font-size:large'>%1</b> &nbsp;<span style='color:%2'>%3"
                 "</span></p>")
      .arg(what, theme().muted.name(), where);
}

QString heading(const QString& text) {
  return QString("<p style='margin:10px 0 3px 0;color:%1'><b>%2</b></p>").arg(theme().muted.name(), text);
}

}  // namespace

Inspector::Inspector(Cursor& cursor, QWidget* parent) : QWidget(parent), cursor_(cursor) {
  setAccessibleName("Inspector");
  browser_ = new QTextBrowser(this);
  browser_->setAccessibleName("The record at the cursor, its causes and effects");
  browser_->setOpenLinks(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(browser_);
  connect(browser_, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
    const QString target = url.toString();
    if (target.startsWith("record:")) {
      cursor_.moveTo(target.mid(7).toUInt());
    } else {
      emit actionWanted(target.mid(7));
    }
  });
  // A page costs some milliseconds: while time runs by, one every now and then is enough.
  pause_.setSingleShot(true);
  pause_.setInterval(60);
  connect(&pause_, &QTimer::timeout, this, [this] {
    if (stale_) refresh();
  });
  for (const auto signal : {&Cursor::runChanged, &Cursor::selectionChanged}) {
    connect(&cursor, signal, this, &Inspector::refreshSoon);
  }
}

void Inspector::refreshSoon() {
  stale_ = true;
  if (!pause_.isActive()) refresh();
}

QString Inspector::text() const { return browser_->toPlainText(); }

void Inspector::refresh() {
  stale_ = false;
  browser_->setHtml(cursor_.run() ? page() : QString());
  pause_.start();
}

QString Inspector::page() const {
  const LoadedRun& run = *cursor_.run();
  const Subject subject = subject_of(run, cursor_.at(), cursor_.delivery());
  if (subject.tie == Subject::Tie::chosen) return messagePage(subject);
  if (subject.record == 0) {
    return "<p>Before the first event. F4 takes a step, Space plays, Shift+F9 goes to what broke.</p>";
  }
  return recordPage(subject);
}

QString Inspector::recordPage(const Subject& subject) const {
  const LoadedRun& run = *cursor_.run();
  const TraceData& trace = run.trace();
  const RecordId id = subject.record;
  const RecordWords words = words_of(trace, *run.index, id);
  QString page = title(html(words.what), QString("#%1 &nbsp;%2 s").arg(id).arg(exact(trace.at(id))));
  for (const Mark& mark : run.index->marks) {
    if (mark.at != id || mark.kind == Mark::Kind::fault) continue;
    page += QString("<p style='margin:4px 0;color:%1'><b>&#10005; %2</b></p>").arg(theme().bad.name(), html(mark.text));
  }
  page += "<table>" + row("said by", html(words.process)) + row("about", html(words.about)) +
          row("details", html(words.text));
  if (const AggregateStep* step = run.index->aggregate_at(id)) {
    const QString item = html(run.index->row_item);
    const QString change = QString("%1 %2: %3 before, %4 after");
    page += row("aggregate", change.arg(item).arg(step->item).arg(step->before).arg(step->after));
  }
  page += "</table>";
  page += reasonsPart(id);
  if (subject.tie != Subject::Tie::none) page += heading(headingOf(subject)) + messagePart(subject.message);
  page += offersPart(subject);
  page += chain("Caused by", causes_of(trace, *run.index, id, 10));
  page += chain("Led to", effects_of(trace, *run.index, id, 14));
  return page;
}

/// A message that has nothing to do with the record at the cursor: it, and nothing of the record but where that is.
QString Inspector::messagePage(const Subject& subject) const {
  const LoadedRun& run = *cursor_.run();
  const TraceData& trace = run.trace();
  const Delivery& d = trace.deliveries[subject.message];
  QString page = title(html(trace.types[d.type]), d.duplicate ? "the second copy of a message" : "a message");
  page += messagePart(subject.message);
  page += offersPart(subject);
  const RecordId off = d.off_wire() != 0 ? d.off_wire() : d.sent;
  std::vector<RecordId> before = causes_of(trace, *run.index, off, 10);
  if (off != d.sent && before.empty()) before.push_back(d.sent);
  page += chain("Caused by", before);
  page += chain("Led to", effects_of(trace, *run.index, d.begun != 0 ? d.begun : off, 14));
  if (cursor_.at() == 0) return page;
  return page + chain("The cursor stands at another record", {cursor_.at()});
}

QString Inspector::headingOf(const Subject& subject) const {
  const bool copy = cursor_.run()->trace().deliveries[subject.message].duplicate;
  switch (subject.tie) {
    case Subject::Tie::handled: return copy ? "Said in the turn of the second copy of" : "Said in the turn of";
    case Subject::Tie::struck: return copy ? "It made the second copy of" : "It struck";
    default: return copy ? "Message, second copy" : "Message";
  }
}

QString Inspector::messagePart(Index message) const {
  const LoadedRun& run = *cursor_.run();
  const TraceData& trace = run.trace();
  const Delivery& d = trace.deliveries[message];
  QString part = "<table>" + row("type", html(trace.types[d.type]) + (d.duplicate ? " <b>#2</b>" : ""));
  part += row("way", html(trace.name_of(d.from)) + " to " + html(trace.name_of(d.to)));
  if (d.sent) part += row("sent", link(d.sent, html(time_words(trace, trace.sent_at(d)))));
  if (d.arrived) part += row("arrived", link(d.arrived, html(time_words(trace, trace.arrived_at(d)))));
  part += row("ended", QString::fromUtf8(delivery_fate_name(d).data()));
  for (const Strike& strike : run.index->strikes_on(message)) {
    part += row("fault", link(strike.record, crisper::name_of(strike.kind).data()));
  }
  return part + "</table>";
}

QString Inspector::offersPart(const Subject& subject) const {
  QStringList words;
  for (const Offer& each : offers_of(*cursor_.run(), subject, cursor_.at())) {
    // What can't be done is grey, and says why under the mouse.
    const QString grey = QString("<span style='color:%1' title=\"%2\">%3</span> (%4)");
    words += each.why_not.isEmpty()
                 ? QString("<a href='action:%1'>%2</a> (%3)").arg(QString(each.command), each.words, each.key)
                 : grey.arg(theme().muted.name(), each.why_not.toHtmlEscaped(), each.words, each.key);
  }
  return words.isEmpty() ? QString() : "<p style='margin:5px 0 0 0'>What if: " + words.join(" &nbsp; ") + "</p>";
}

QString Inspector::reasonsPart(RecordId id) const {
  const std::vector<Reason> reasons = reasons_of(*cursor_.run(), id);
  if (reasons.empty()) return {};
  const TraceData& trace = cursor_.run()->trace();
  QString part = heading("Why") + "<table>";
  for (const Reason& each : reasons) {
    const QString when = html(time_words(trace, trace.at(each.record))).replace(' ', "&nbsp;");
    part += row(when, link(each.record, html(each.words)));
  }
  return part + "</table>";
}

QString Inspector::chain(const QString& title, const std::vector<RecordId>& records) const {
  if (records.empty()) return {};
  const TraceData& trace = cursor_.run()->trace();
  QString part = heading(title) + "<table>";
  for (const RecordId id : records) {
    const RecordWords words = words_of(trace, *cursor_.run()->index, id);
    const bool fault = trace.record(id).kind == ObservationKind::fault_fired;
    part += QString("<tr><td style='padding-right:8px;color:%1'>%2</td><td><a href='record:%3'%6>%4</a> %5</td></tr>")
                .arg(theme().muted.name(), html(time_words(trace, trace.at(id))).replace(' ', "&nbsp;"))
                .arg(id)
                .arg(html(words.process + " " + words.what),
                     html(words.text.substr(0, 60)),
                     fault ? QString(" style='color:%1;font-weight:bold'").arg(theme().warning.name()) : QString());
  }
  return part + "</table>";
}

}  // namespace crisper::gui
