#include "gui/models/hunt_report.hpp"

#include <QDir>
#include <QFile>
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

QString counted(std::uint64_t number, const QString& what) {
  return QString("%1 %2%3").arg(number).arg(what, number == 1 ? "" : "s");
}

/// "1 step, 1 fault; it was 240 steps, 31 faults"
QString shrunk_size(const json& shrunk) {
  const auto size = [&](const char* when) {
    const json& node = shrunk.at(when);
    return counted(node.at("steps").get<std::uint64_t>(), "step") + ", " +
           counted(node.at("faults").get<std::uint64_t>(), "fault");
  };
  return size("after") + "; it was " + size("before");
}

Finding finding_of(const json& cause, const QString& folder, int number) {
  Finding finding{text_of(cause, "property"), text_of(cause, "reason"),
                  QString::number(cause.value("runs", std::uint64_t{0})), {}, failure_folder(folder, number)};
  finding.remark = text_of(cause, "remark");
  const json smallest = cause.value("smallest", json::object());
  if (smallest.contains("deliveries")) {
    finding.size = QString("%1 messages, %2 faults")
                       .arg(smallest.value("deliveries", std::uint64_t{0}))
                       .arg(smallest.value("faults", std::uint64_t{0}));
  }
  // Beside the run that it was made of; the file's name in the report is one for the command's own folder.
  const QString small = QDir(finding.saved).filePath("shrunk.yaml");
  if (!cause.contains("shrunk") || !QFile::exists(small)) return finding;
  const json& shrunk = cause.at("shrunk");
  finding.saved = small;
  finding.shrunk = true;
  finding.size = shrunk_size(shrunk);
  finding.reason = text_of(shrunk, "reason");
  return finding;
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
  try {
    const json node = json::parse(text.begin(), text.end());
    HuntReport report{"fail", shrunk_size(node)};
    report.summary += QString(" (%1)").arg(counted(node.at("runs").get<std::uint64_t>(), "run"));
    if (!node.at("minimal").get<bool>()) report.summary += "; stopped before it was as small as it can be";
    report.findings.push_back({text_of(node, "property"), text_of(node, "reason"), "1", shrunk_size(node), file, true});
    return report;
  } catch (const json::exception&) {
    return not_understood();
  }
}

}  // namespace crisper::gui
