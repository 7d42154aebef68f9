// channels: what the design promises of each way that messages take, and what became of those that took it.
#include <algorithm>

#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"

namespace crisper::gui {
namespace {

QString some(std::uint64_t count) { return count == 0 ? QString() : QString::number(count); }

TableRow row_of(const ChannelClaims& channel) {
  const Traffic& traffic = channel.traffic;
  const auto claim = [&](const char* about) { return cell(claim_words(channel, about)); };
  TableRow row{.cells = {cell(channel.from), cell(channel.to), cell(channel.words), claim("delivery"), claim("order"),
                         claim("repetition"), some(traffic.sent), some(traffic.lost), some(traffic.twice),
                         some(traffic.overtaken)}};
  const auto broken = std::ranges::find(channel.claims, reports::Standing::contradicted, &reports::Guarantee::standing);
  if (broken != channel.claims.end()) {
    row.tone = Tone::bad;
    row.explanation = cell(broken->property + ": " + broken->reason);
  } else if (traffic.sent == 0) {
    row.tone = Tone::muted;
    row.explanation = "nothing took this way";
  } else if (traffic.lost + traffic.twice + traffic.overtaken > 0) {
    row.explanation = "what it promises was tried: messages were lost, came twice or were overtaken";
  }
  if (!channel.senders.empty()) row.process = channel.senders.front();
  return row;
}

std::vector<TableRow> channel_rows(const LoadedRun& run, const RunState&) {
  std::vector<TableRow> rows;
  for (const ChannelClaims& each : run.channels) rows.push_back(row_of(each));
  return rows;
}

QString why_none(const LoadedRun&, const RunState&) { return "no scenario.yaml lies beside this trace"; }

}  // namespace

const TableSpec& tables::channels() {
  static const TableSpec spec{.name = "channels",
                              .title = "Channels",
                              .empty = "no run is open",
                              .columns = {"From", "To", "Carries", "Arrives", "Order", "Takes effect", "Sent", "Lost",
                                          "Twice", "Over-\ntaken"},
                              .rows = channel_rows,
                              .why_empty = why_none};
  return spec;
}

}  // namespace crisper::gui
