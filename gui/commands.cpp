#include <algorithm>

#include "gui/beside.hpp"
#include "gui/command.hpp"
#include "gui/find_bar.hpp"
#include "gui/main_window.hpp"
#include "gui/models/verdict.hpp"
#include "gui/panes/scrubber.hpp"
#include "gui/panes/space_time_view.hpp"
#include "gui/questions.hpp"
#include "gui/reporting.hpp"
#include "gui/saving.hpp"

namespace crisper::gui {
namespace {

using Window = MainWindow;
using Kind = Mark::Kind;

QList<QKeySequence> keys(std::initializer_list<const char*> texts) {
  QList<QKeySequence> list;
  for (const char* text : texts) list += QKeySequence(text);
  return list;
}

template <Deed deed>
void act(Window& window) {
  window.faults().act(deed);
}
template <Deed deed>
QString why_not(Window& window) {
  return window.faults().whyNot(deed);
}

QString why_no_undo(Window& window) { return window.bench().canUndo() ? "" : "there is no change to take back"; }
QString why_no_redo(Window& window) { return window.bench().canRedo() ? "" : "no change was taken back"; }
QString why_no_comparison(Window& window) {
  return window.bench().folderBefore().isEmpty() ? "there is no run before this one" : "";
}
QString why_no_case(Window& window) { return window.bench().whyNoCase(); }
QString why_no_cause(Window& window) {
  return window.cursor().hasCause() ? "" : "nothing is known to have caused this";
}
QString why_no_effect(Window& window) {
  return window.cursor().hasEffect() ? "" : "nothing is known to have followed from this";
}
QString why_no_way_back(Window& window) {
  return window.navigation().history().hasBack() ? "" : "there is no jump to go back from";
}
QString why_no_way_forward(Window& window) {
  return window.navigation().history().hasForward() ? "" : "nobody went back from anywhere";
}
QString why_no_violation(Window& window) {
  const LoadedRun* run = window.cursor().run();
  return run && breaks_of(*run).empty() ? "no property was broken" : "";
}
QString why_nothing_marked(Window& window) { return window.cursor().marked() ? "" : "no stretch of time is marked"; }
QString why_no_lane(Window& window) { return window.cursor().process() == 0 ? "no lane is chosen" : ""; }
QString why_no_folding(Window& window) {
  const LoadedRun* run = window.cursor().run();
  if (!run || window.cursor().process() == 0) return "no lane is chosen";
  const LaneNumber lane = run->space->lane_of(window.cursor().process());
  return window.diagram().rows().canFold(lane) ? "" : "its role has no other lane that is not pinned";
}
QString why_nothing_to_explain(Window& window) {
  const LoadedRun* run = window.cursor().run();
  return run && run->folder.result && run->folder.result->verdict == "pass" ? "nothing broke in this run" : "";
}

}  // namespace

const std::vector<Command>& all_commands() {
  static const std::vector<Command> commands{
      {"open", "File", "Open ...", keys({"Ctrl+O"}), "A scenario, the folder of a run, or a trace",
       [](Window& w) { w.openDialog(); }},
      {"start-page", "File", "First page", keys({"Ctrl+Home"}), "The three stories",
       [](Window& w) { w.showStartPage(); }},
      {"copy-repro", "File", "Copy the command that repeats this run",
       keys({"Ctrl+Shift+C"}), "To show it to somebody else",
       [](Window& w) { w.saving().copyRepro(); }},
      {"save-plan", "File", "Save the fault plan ...", keys({"Ctrl+S"}), "For crisper run --plan",
       [](Window& w) { w.saving().planDialog(); }},
      {"save-scenario", "File", "Save the scenario ...", keys({"Ctrl+Alt+S"}), "For crisper run",
       [](Window& w) { w.saving().scenarioDialog(); }},
      {"save-case", "File", "Save the run as a case ...", keys({"Ctrl+Alt+C"}), "One small file for crisper replay",
       [](Window& w) { w.saving().caseDialog(); }, nullptr, why_no_case},
      {"export-svg", "File", "Save the diagram ...", keys({"Ctrl+Alt+E"}),
       "As SVG; the pipeline or who waits for whom, if that has the focus",
       [](Window& w) { w.saving().svgDialog(); }},
      {"export-png", "File", "Save a picture of the window ...", keys({"Ctrl+Shift+S"}), "As PNG",
       [](Window& w) { w.saving().pngDialog(); }},
      {"export-csv", "File", "Save the event log ...", keys({"Ctrl+E"}), "As comma-separated values",
       [](Window& w) { w.saving().csvDialog(); }},
      {"report", "File", "Report of this run", keys({"Ctrl+R"}), "One page, written and opened",
       [](Window& w) { w.reporting().open(Report::run); }},
      {"concurrency-view", "File", "Concurrency view of this design", keys({"Ctrl+Shift+R"}),
       "One page, of some thirty runs", [](Window& w) { w.reporting().open(Report::view); }},
      {"save-report", "File", "Save the report ...", keys({"Ctrl+Alt+R"}), "To hand on",
       [](Window& w) { w.reporting().saveDialog(); }},
      {"quit", "File", "Quit", keys({"Ctrl+Q"}), "", [](Window& w) { w.close(); }},

      {"back", "Time", "Step back", keys({"Shift+F4", "Left"}), "One observation back",
       [](Window& w) { w.navigation().step(-1); }, "◂ Step"},
      {"step", "Time", "Step", keys({"F4", "Right"}), "One observation on",
       [](Window& w) { w.navigation().step(1); }, "Step ▸"},
      {"play", "Time", "Play or pause", keys({"Space"}), "Let time pass",
       [](Window& w) { w.player().toggle(); }, "▶ Play"},
      {"faster", "Time", "Play faster", keys({"+", "="}), "", [](Window& w) { w.player().changeSpeed(2); }},
      {"slower", "Time", "Play slower", keys({"-"}), "", [](Window& w) { w.player().changeSpeed(0.5); }},
      {"run", "Time", "Run to the next breakpoint", keys({"F5"}),
       "Or to the end where none is met; a run that is going: on as it grows",
       [](Window& w) { w.player().runToBreakpoint(); }, "Run ⇥"},
      {"stop", "Time", "Stop", keys({"F8"}), "Stops playing, running, loading", [](Window& w) { w.stop(); }},
      {"lane-previous", "Time", "Previous on this lane", keys({"K"}), "What the same process said before",
       [](Window& w) { w.navigation().stepOnLane(-1); }, "‹ Lane"},
      {"lane-next", "Time", "Next on this lane", keys({"J"}), "What the same process said next",
       [](Window& w) { w.navigation().stepOnLane(1); }, "Lane ›"},
      {"cause", "Time", "To its cause", keys({"Ctrl+Left", "C"}), "What made this happen",
       [](Window& w) { w.navigation().toCause(); }, "⇠ Cause", why_no_cause},
      {"effect", "Time", "To its effect", keys({"Ctrl+Right", "E"}), "What this made happen",
       [](Window& w) { w.navigation().toEffect(); }, "Effect ⇢", why_no_effect},
      {"violation", "Time", "To the next violation", keys({"Shift+F9"}), "Where a property is broken",
       [](Window& w) { w.navigation().toViolation(); }, nullptr, why_no_violation},
      {"trouble", "Time", "To the next trouble", keys({"N"}), "A violation, a wrong row, an event taken again",
       [](Window& w) { w.navigation().toTrouble(1); }, "✕ Next trouble"},
      {"trouble-back", "Time", "To the trouble before", keys({"P", "Ctrl+Shift+F9"}), "",
       [](Window& w) { w.navigation().toTrouble(-1); }},
      {"fault", "Time", "To the next fault", keys({"F"}), "",
       [](Window& w) { w.navigation().toMark(1, {Kind::fault}); }},
      {"fault-back", "Time", "To the fault before", keys({"Shift+F"}), "",
       [](Window& w) { w.navigation().toMark(-1, {Kind::fault}); }},
      {"go", "Time", "Go to ...", keys({"Ctrl+G"}), "A time or an event: 3.2s, +200ms, #1234",
       [](Window& w) { w.focusGoTo(); }},
      {"go-back", "Time", "Back to where you were", keys({"Alt+Left"}), "Before the last jump",
       [](Window& w) { w.navigation().goBack(); }, nullptr, why_no_way_back},
      {"go-forward", "Time", "Forward to where you were", keys({"Alt+Right"}), "Before you went back",
       [](Window& w) { w.navigation().goForward(); }, nullptr, why_no_way_forward},
      {"begin", "Time", "To the beginning", keys({"Home"}), "", [](Window& w) { w.cursor().moveTo(0); }},
      {"end", "Time", "To the end", keys({"End"}), "", [](Window& w) { w.cursor().moveTo(UINT32_MAX); }},
      {"bookmark", "Time", "Set or clear a bookmark", keys({"Ctrl+B"}), "",
       [](Window& w) { w.scrubber().toggleBookmark(); }},
      {"next-bookmark", "Time", "To the next bookmark", keys({"B"}), "",
       [](Window& w) { w.scrubber().nextBookmark(); }},
      {"breakpoint", "Time", "Breakpoints ...",
       keys({"F9"}), "violation, deadlock, queue > 20, behind > 5, staleness > 50ms, lock wait > 100ms, words",
       [](Window& w) { ask_breakpoints(&w, w.player()); }},

      {"drop", "What if", "Drop the message", keys({"X", "Delete"}), "It never arrives; of a copy: it is not made",
       act<Deed::drop>, nullptr, why_not<Deed::drop>},
      {"duplicate", "What if", "Duplicate the message", keys({"U"}), "It arrives twice",
       act<Deed::duplicate>, nullptr, why_not<Deed::duplicate>},
      {"delay", "What if", "Delay the message", keys({"T"}), "It and what follows it arrives later",
       act<Deed::delay>, nullptr, why_not<Deed::delay>},
      {"hold", "What if", "Hold the message back", keys({"H"}), "What follows overtakes it",
       act<Deed::hold>, nullptr, why_not<Deed::hold>},
      {"first", "What if", "Deliver the message first", keys({"A"}), "Before all that is under way to the same process",
       act<Deed::first>, nullptr, why_not<Deed::first>},
      {"choose-next", "What if", "Choose the next message", keys({"M"}), "Of all that is under way at the cursor",
       [](Window& w) {
         if (w.cursor().run()) w.showPane("next");
       }},
      {"crash", "What if", "Crash the process now", keys({"Ctrl+K"}), "It starts again after the time set below",
       act<Deed::crash>, nullptr, why_not<Deed::crash>},
      {"pause", "What if", "Pause the process now", keys({"Ctrl+P"}), "For the time set below",
       act<Deed::pause>, nullptr, why_not<Deed::pause>},
      {"cut-off", "What if", "Cut the process off now", keys({"Ctrl+U"}), "Nobody reaches it, for the time set below",
       act<Deed::cut_off>, nullptr, why_not<Deed::cut_off>},
      {"remove-fault", "What if", "Take this fault out", keys({"Shift+X"}), "The fault at the cursor never happens",
       act<Deed::remove>, nullptr, why_not<Deed::remove>},
      {"fault-later", "What if", "This fault later", keys({"Alt+Shift+Right"}),
       "Or on the next packet; bands can be dragged", act<Deed::later>, nullptr, why_not<Deed::later>},
      {"fault-earlier", "What if", "This fault earlier", keys({"Alt+Shift+Left"}), "Or on the packet before",
       act<Deed::earlier>, nullptr, why_not<Deed::earlier>},
      {"fault-longer", "What if", "This fault longer", keys({"Alt+Shift+Up"}), "The end of its band can be dragged",
       act<Deed::longer>, nullptr, why_not<Deed::longer>},
      {"fault-shorter", "What if", "This fault shorter", keys({"Alt+Shift+Down"}), "",
       act<Deed::shorter>, nullptr, why_not<Deed::shorter>},
      {"scenario", "What if", "Change the scenario", keys({"S"}), "Strategy, publication, consumers, rates ...",
       [](Window& w) { w.changeScenario(); }},
      {"design", "What if", "What can be said against the design", keys({"L"}), "Without any run, and what mends it",
       [](Window& w) {
         if (w.cursor().run()) w.showPane("design");
       }},
      {"how-long", "What if", "How long ...", keys({"Ctrl+T"}), "For delay, hold, crash, pause, cut off",
       [](Window& w) { ask_how_long(&w, w.faults()); }},
      {"undo", "What if", "Undo the change", keys({"Ctrl+Z"}), "Back to the run before",
       [](Window& w) { w.bench().undo(); }, nullptr, why_no_undo},
      {"redo", "What if", "Redo the change", keys({"Ctrl+Y", "Ctrl+Shift+Z"}), "",
       [](Window& w) { w.bench().redo(); }, nullptr, why_no_redo},

      {"branches", "What if", "All that was tried, as a tree", keys({"V"}), "What each change came to, and back to it",
       [](Window& w) {
         if (w.cursor().run()) w.showPane("branches");
       }},

      {"explain", "Hunt", "Explain this failure", keys({"W"}), "The smallest run that still fails, told in sentences",
       [](Window& w) { w.explain(); }, nullptr, why_nothing_to_explain},
      {"explore", "Hunt", "Explore this scenario", keys({"Ctrl+H"}), "Very many runs, each with other chances",
       [](Window& w) { w.hunt(HuntRequest::Kind::explore); }},
      {"check", "Hunt", "Check every schedule", keys({"Ctrl+Shift+H"}), "Every order of messages, within a bound",
       [](Window& w) { w.hunt(HuntRequest::Kind::check); }},
      {"shrink", "Hunt", "Shrink this run", keys({"Ctrl+Shift+W"}), "The smallest run that still fails",
       [](Window& w) { w.hunt(HuntRequest::Kind::shrink); }},

      {"compare-before", "Compare", "With the run before the last change", keys({"D"}), "Side by side, by command",
       [](Window& w) { w.beside().compareWithBefore(); }, nullptr, why_no_comparison},
      {"compare", "Compare", "With another run or design ...", keys({"Ctrl+D"}), "A scenario, which is run, or a trace",
       [](Window& w) { w.beside().compareDialog(); }},
      {"parting", "Compare", "To where the two part", keys({"Y"}), "The first observation that differs",
       [](Window& w) { w.beside().toParting(); }},
      {"compare-end", "Compare", "End the comparison", keys({"Shift+D"}), "", [](Window& w) { w.beside().end(); }},

      {"channels", "View", "What the design promises of its channels", keys({"G"}), "And what came of it here",
       [](Window& w) { w.showPane("channels"); }},
      {"sums", "View", "What happened in a stretch of time", keys({"R"}), "Of what is marked, else of what is in view",
       [](Window& w) { w.showPane("sums"); }},
      {"mark-from", "View", "Mark from here", keys({"["}), "To the end of what is marked, or of the view",
       [](Window& w) {
         Cursor& c = w.cursor();
         c.mark(c.timeNs(), c.marked() ? std::max<qint64>(c.marked()->end, c.timeNs()) : c.rangeEnd());
       }},
      {"mark-to", "View", "Mark up to here", keys({"]"}), "From the begin of what is marked, or of the view",
       [](Window& w) {
         Cursor& c = w.cursor();
         c.mark(c.marked() ? std::min<qint64>(c.marked()->begin, c.timeNs()) : c.rangeBegin(), c.timeNs());
       }},
      {"forget-marked", "View", "Forget what is marked", keys({"Shift+R"}), "",
       [](Window& w) { w.cursor().forgetMarked(); }, nullptr, why_nothing_marked},
      {"pin-lane", "View", "Pin this lane, or let it go", keys({"Ctrl+L"}), "Always in sight, above the others",
       [](Window& w) { w.diagram().togglePin(w.cursor().process()); }, nullptr, why_no_lane},
      {"fold-lanes", "View", "Fold the lanes of this role, or unfold them", keys({"Ctrl+Shift+L"}), "All in one row",
       [](Window& w) { w.diagram().toggleFold(w.cursor().process()); }, nullptr, why_no_folding},
      {"zoom-in", "View", "Zoom in", keys({"Ctrl++", "Ctrl+="}), "Around the cursor",
       [](Window& w) { w.cursor().zoom(0.5, w.cursor().timeNs()); }},
      {"zoom-out", "View", "Zoom out", keys({"Ctrl+-"}), "",
       [](Window& w) { w.cursor().zoom(2, w.cursor().timeNs()); }},
      {"zoom-all", "View", "Show the whole run", keys({"Ctrl+0"}), "",
       [](Window& w) { w.cursor().setRange(0, INT64_MAX / 2); }},
      {"diagram", "View", "Back to the diagram", keys({"Esc"}), "Out of a line that is being typed",
       [](Window& w) { w.focusDiagram(); }},
      {"find", "View", "Filter the event log", keys({"Ctrl+F"}), "Words, on:event-store, is:event.*",
       [](Window& w) { w.focusFilter(); }},
      {"find-pattern", "View", "Find an order of things ...", keys({"Ctrl+Shift+F"}),
       "append to X then crash then append to X; leads to, by, within, saying",
       [](Window& w) {
         if (w.cursor().run()) w.findBar().ask();
       }},
      {"find-next", "View", "Find the next place", keys({"F3"}), "Where the order of things holds",
       [](Window& w) {
         if (w.cursor().run()) w.findBar().next();
       }},
      {"palette", "View", "All commands ...", keys({"Ctrl+Shift+P"}), "Type a few letters of what you want",
       [](Window& w) { w.showPalette(); }},
      {"dark", "View", "Light or dark", keys({"Ctrl+Shift+D"}), "", [](Window& w) { w.setDark(!w.isDark()); }},
      {"reset-layout", "View", "Reset layout", {}, "All panes back in their places",
       [](Window& w) { w.resetLayout(); }},
      {"keys", "View", "Keys", keys({"?", "F1"}), "This list", [](Window& w) { w.showKeys(); }},
      {"tour", "Help", "A tour in six steps", keys({"Ctrl+F1"}), "The first story, pane by pane",
       [](Window& w) { w.beginTour(); }},
  };
  return commands;
}

}  // namespace crisper::gui
