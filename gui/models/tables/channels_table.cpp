// channels: what the design promises of each way that messages take, and what became of those that took it.
#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"

namespace crisper::gui {
namespace {

QString some(std::uint64_t count) { return count == 0 ? QString() : QString::number(count); }

constexpr const char* abouts[] = {"delivery", "order", "repetition"};

TableRow row_of(const ChannelClaims& channel) {
  const Traffic& traffic = channel.traffic;
  TableRow row{.cells = {cell(channel.from), cell(channel.to), cell(channel.words.substr(0, channel.words.find(',')))}};
  QStringList told{cell(channel.words)};
  for (const char* about : abouts) {
    const reports::Guarantee* claim = claim_about(channel, about);
    row.cells += claim ? cell(standing_words(*claim)) : QString();
    if (claim) told += cell(claim_words(*claim) + (claim->property.empty() ? "" : " (" + claim->property + ")"));
    if (!claim || claim->standing != reports::Standing::contradicted) continue;
    row.tone = Tone::bad;
    told += cell(claim->property + ": " + claim->reason);
  }
  for (const std::uint64_t count : {traffic.sent, traffic.lost, traffic.twice, traffic.overtaken}) {
    row.cells += some(count);
  }
  if (traffic.sent == 0 && row.tone == Tone::plain) {
    row.tone = Tone::muted;
    told += "nothing took this way";
  }
  told += "Sent, lost, twice and overtaken are of all messages from the one to the other, whatever they carry";
  row.explanation = told.join("\n");
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
                              .columns = {"From", "To", "Carries", "Arrives", "In order", "Once", "Sent", "Lost",
                                          "Twice", "Over-\ntaken"},
                              .rows = channel_rows,
                              .why_empty = why_none};
  return spec;
}

}  // namespace crisper::gui
