// HuntReport: what a hunt came to, read from what `explore`, `check` and `shrink` print.
#pragma once

#include <QByteArray>
#include <QString>
#include <vector>

namespace crisper::gui {

struct Finding {
  QString property;
  QString reason;
  QString runs;         ///< in how many of them
  QString size;         ///< how large the smallest is
  QString saved;        ///< what `crisper replay` repeats; empty where nothing was saved
  bool shrunk = false;  ///< what is saved is the shrunk case, small enough to be told in sentences
  QString remark{};     ///< what else the command has to say of it
};

struct HuntReport {
  QString verdict;  ///< pass, fail, unknown
  QString summary;  ///< one sentence
  std::vector<Finding> findings{};
};

/// Of `explore --json`; `folder` is its --out. Unknown, with a summary that says so, where the text is something else.
HuntReport explore_report(const QByteArray& json, const QString& folder);
/// Of `check --json`; a failing schedule lies in `folder`.
HuntReport check_report(const QByteArray& json, const QString& folder);
/// Of `shrink --json`; what is left lies in `file`.
HuntReport shrink_report(const QByteArray& json, const QString& file);

}  // namespace crisper::gui
