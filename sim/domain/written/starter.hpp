// What `crisper init --domain` writes: the smallest scenario with a business of its own.
#pragma once

#include <string_view>

namespace crisper::written {

inline constexpr std::string_view starter_scenario =
    R"yaml(# A business of your own. `crisper describe domain` lists every key; docs/guide/own_domain.md explains them.
crisper: 1
name: my own domain

domain:
  name: ticket_shop
  ids: [booking]                        # things with a number and no state of their own

  entities:                             # what has a state, changed by commands alone
    show:
      state:
        free: 0..100000                 # a number with bounds; also: number, flag, set of …, map of … to …
        held: map of booking to number
      commands:                         # the first case that fits decides
        open(seats):
          - otherwise -> SeatsOpened
        hold(booking, seats):
          - booking in held -> nothing
          - seats > free -> SeatsRefused
          - otherwise -> SeatsHeld
        release(booking):
          - booking in held -> SeatsReleased(booking, held[booking])
          - otherwise -> reject "nothing is held for it"
      events:                           # what each changes, from left to right
        SeatsOpened(seats): free += seats
        SeatsHeld(booking, seats): free -= seats, held[booking] = seats
        SeatsReleased(booking, seats): free += seats, remove booking from held
        SeatsRefused(booking, seats): nothing

  views:                                # rows that follow from events
    availability:
      row: show
      events:
        SeatsOpened: value + seats
        SeatsHeld: value - seats
        SeatsReleased: value + seats

  laws:
    never_oversold: {always: show.free >= 0, says: "{show} sold {-show.free} seats that it doesn't have"}

design:
  ownership: {strategy: row_lock, lease: 2s, fencing: on}      # try: none
  event_store: {append: any}
  consumers:
    availability: {inbox: on, sequencer: on, checkpoint: transactional}

workload:
  for: 20s
  actors:
    box_office: {does: show.open(12), each: show, with: {show: 1..3}}
    buyers:
      does: show.hold(booking, seats)
      arrivals: {burst: {size: 50, every: 5s}}                 # or: rate: 20/s
      clients: 8
      with: {show: 1..3, booking: new, seats: 1..4}
    lookers: {rate: 5/s, looks: availability, with: {show: 1..3}}

properties: [all]
)yaml";

}  // namespace crisper::written
