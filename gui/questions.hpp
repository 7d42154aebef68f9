// What the window asks a person in a dialog of one line or a few.
#pragma once

class QWidget;

namespace crisper::gui {

class FaultEditing;
class Player;

/// Where to stop, one condition a line. What can't be understood changes nothing, and is said by the player.
void ask_breakpoints(QWidget* window, Player& player);
/// For how long what is done to a message or a process lasts.
void ask_how_long(QWidget* window, FaultEditing& faults);

}  // namespace crisper::gui
