#include "gui/panes/inspector.hpp"

#include <QScrollBar>
#include <QTextBrowser>
#include <QUrl>
#include <QVBoxLayout>

#include "gui/models/causes.hpp"
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
  const TraceData& trace = cursor_.run()->trace();
  const RecordId id = cursor_.at();
  if (id == 0) return "<p>Before the first event. F4 takes a step, Space plays, Shift+F9 goes to what broke.</p>";
  const Record& record = trace.record(id);
  const RecordWords words = words_of(trace, *cursor_.run()->index, id);
  QString page = QString("<p style='margin:2px 0 4px 0'><b style='font-size:large'>%1</b> &nbsp;<span style='color:%2'>"
                         "#%3 &nbsp;%4</span></p>")
                     .arg(html(words.what), theme().muted.name())
                     .arg(id)
                     .arg(QString::number(static_cast<double>(record.at) / 1e9, 'f', 9) + " s");
  for (const Mark& mark : cursor_.run()->index->marks) {
    if (mark.at != id || mark.kind == Mark::Kind::fault) continue;
    page += QString("<p style='margin:4px 0;color:%1'><b>&#10005; %2</b></p>").arg(theme().bad.name(), html(mark.text));
  }
  page += "<table>" + row("said by", html(words.process)) + row("about", html(words.about)) +
          row("details", html(words.text));
  if (const AggregateStep* step = cursor_.run()->index->aggregate_at(id)) {
    const QString item = html(cursor_.run()->index->row_item);
    const QString change = QString("%1 %2: %3 before, %4 after");
    page += row("aggregate", change.arg(item).arg(step->item).arg(step->before).arg(step->after));
  }
  page += "</table>";
  page += messagePart();
  page += chain("Caused by", causes_of(trace, *cursor_.run()->index, id, 10));
  page += chain("Led to", effects_of(trace, *cursor_.run()->index, id, 14));
  return page;
}

QString Inspector::messagePart() const {
  if (cursor_.delivery() == nowhere) return {};
  const TraceData& trace = cursor_.run()->trace();
  const Delivery& d = trace.deliveries[cursor_.delivery()];
  QString part = heading(d.duplicate ? "Message, second copy" : "Message") + "<table>";
  part += row("type", html(trace.types[d.type]) + (d.duplicate ? " <b>#2</b>" : ""));
  part += row("way", html(trace.name_of(d.from)) + " to " + html(trace.name_of(d.to)));
  if (d.sent) part += row("sent", html(time_words(d.sent_at)));
  if (d.arrived) part += row("arrived", html(time_words(d.arrived_at)));
  part += row("ended", QString::fromUtf8(delivery_fate_name(d).data()));
  for (const Strike& strike : cursor_.run()->index->strikes_on(cursor_.delivery())) {
    const QString word = crisper::name_of(strike.kind).data();
    const QString link = QString("<a href='record:%1'>%2</a>").arg(strike.record).arg(word);
    part += row("fault", link);
  }
  part += "</table><p style='margin:5px 0 0 0'>What if: ";
  part += d.duplicate ? "<a href='action:drop'>it had not come twice</a> (X)"
                      : "<a href='action:drop'>lost</a> (X) &nbsp; <a href='action:duplicate'>twice</a> (U) &nbsp; "
                        "<a href='action:delay'>later</a> (T) &nbsp; <a href='action:hold'>overtaken</a> (H) &nbsp; "
                        "<a href='action:first'>first</a> (A)";
  return part + "</p>";
}

QString Inspector::chain(const QString& title, const std::vector<RecordId>& records) const {
  if (records.empty()) return {};
  const TraceData& trace = cursor_.run()->trace();
  QString part = heading(title) + "<table>";
  for (const RecordId id : records) {
    const RecordWords words = words_of(trace, *cursor_.run()->index, id);
    const bool fault = trace.record(id).kind == ObservationKind::fault_fired;
    part += QString("<tr><td style='padding-right:8px;color:%1'>%2</td><td><a href='record:%3'%6>%4</a> %5</td></tr>")
                .arg(theme().muted.name(), html(time_words(trace.at(id))).replace(' ', "&nbsp;"))
                .arg(id)
                .arg(html(words.process + " " + words.what),
                     html(words.text.substr(0, 60)),
                     fault ? QString(" style='color:%1;font-weight:bold'").arg(theme().warning.name()) : QString());
  }
  return part + "</table>";
}

}  // namespace crisper::gui
