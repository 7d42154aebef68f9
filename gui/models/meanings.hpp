// Meanings: what a property or a figure is, in the words of `crisper describe`.
#pragma once

#include <QString>
#include <string>

namespace crisper::gui {

/// Empty for a law of a business that a scenario describes: its run's result has its meaning.
QString meaning_of_property(const std::string& name);
/// Of a figure as a run's result names it: "order_latency p99" is a percentile of order_latency. Empty where nobody
/// knows.
QString meaning_of_figure(const std::string& name);

}  // namespace crisper::gui
