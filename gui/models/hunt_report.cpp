#include "gui/models/hunt_report.hpp"

#include <QDir>
#include <nlohmann/json.hpp>

namespace crisper::gui {
namespace {

using nlohmann::json;

QString text_of(const json& node, const char* key) { return QString::fromStdString(node.value(key, std::string())); }

HuntReport not_understood() { return {"unknown", "the command did not say what it found"}; }

/// failures/1-single_writer: the folder of the first cause.
QString failure_folder(const QString& hunt, int number) {
  const QDir failures(hunt + "/failures");
  const QStringList names = failures.entryList({QString("%1-*").arg(number)}, QDir::Dirs);
  return names.isEmpty() ? QString() : failures.filePath(names.front());
}

Finding finding_of(const json& cause, const QString& folder, int number) {
  Finding finding{text_of(cause, "property"), text_of(cause, "reason"),
                  QString::number(cause.value("runs", std::uint64_t{0})), {}, failure_folder(folder, number)};
  const json smallest = cause.value("smallest", json::object());
  if (smallest.contains("deliveries")) {
    finding.size = QString("%1 messages, %2 faults")
                       .arg(smallest.value("deliveries", std::uint64_t{0}))
                       .arg(smallest.value("faults", std::uint64_t{0}));
  }
  return finding;
}

/// "  after   3 steps by 1 client, ...": what stands behind the word.
QString behind(const QString& line, const QString& word) {
  const QString trimmed = line.trimmed();
  return trimmed.startsWith(word + "  ") ? trimmed.mid(word.size()).trimmed() : QString();
}

}  // namespace

HuntReport explore_report(const QByteArray& text, const QString& folder) {
  try {
    const json node = json::parse(text.begin(), text.end());
    HuntReport report{text_of(node, "verdict"),
                      QString("%1 runs: %2 passed, %3 failed, %4 unknown")
                          .arg(node.at("runs").get<std::uint64_t>())
                          .arg(node.at("pass").get<std::uint64_t>())
                          .arg(node.at("fail").get<std::uint64_t>())
                          .arg(node.at("unknown").get<std::uint64_t>())};
    if (node.value("end", std::string()) == "interrupted") report.summary += "; stopped before the end";
    for (const json& cause : node.at("causes")) {
      report.findings.push_back(finding_of(cause, folder, static_cast<int>(report.findings.size()) + 1));
    }
    return report;
  } catch (const json::exception&) {
    return not_understood();
  }
}

HuntReport check_report(const QByteArray& text, const QString& folder) {
  try {
    const json node = json::parse(text.begin(), text.end());
    HuntReport report{text_of(node, "verdict"), QString("%1 schedules in %2 executions")
                                                    .arg(node.at("schedules").get<std::uint64_t>())
                                                    .arg(node.at("executions").get<std::uint64_t>())};
    const QString reason = text_of(node, "reason");
    if (report.verdict == "pass") report.summary = "every schedule within the bound holds: " + report.summary;
    if (report.verdict == "unknown") report.summary += ": " + reason;
    if (report.verdict != "fail") return report;
    report.findings.push_back({reason.section(": ", 0, 0), reason.section(": ", 1), "1",
                               QString("at most %1 steps").arg(node.at("deepest").get<std::uint64_t>()), folder});
    return report;
  } catch (const json::exception&) {
    return not_understood();
  }
}

HuntReport shrink_report(const QByteArray& text, const QString& file) {
  HuntReport report{"fail", {}};
  QString before;
  QString after;
  QString title;
  for (const QString& line : QString::fromUtf8(text).split('\n', Qt::SkipEmptyParts)) {
    if (title.isEmpty()) title = line.trimmed();
    if (before.isEmpty()) before = behind(line, "before");
    if (after.isEmpty()) after = behind(line, "after");
  }
  if (after.isEmpty()) return not_understood();
  report.summary = QString("from %1 to %2").arg(before, after);
  report.findings.push_back({title.section(": ", 0, 0), title.section(": ", 1), "1", after, file});
  return report;
}

}  // namespace crisper::gui
