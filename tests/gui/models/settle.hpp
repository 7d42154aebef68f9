// Waiting for a workbench, which works beside its window.
#pragma once

#include <QCoreApplication>
#include <QSignalSpy>
#include <functional>

#include "gui/models/workbench.hpp"

namespace crisper::gui {

/// Does this, and waits until the workbench has come to rest; the complaint, if it had one.
inline QString settle(Workbench& bench, const std::function<void()>& act) {
  QSignalSpy failed(&bench, &Workbench::failed);
  act();
  while (bench.isBusy()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  return failed.isEmpty() ? QString() : failed[0][0].toString();
}

}  // namespace crisper::gui
