// TraceError: why a trace could not be written or read, as a code for programs and a sentence for people.
#pragma once

#include <cstdint>
#include <string>

namespace crisper::sim {

enum class TraceErrorCode : std::uint8_t {
  unwritable,  ///< the file or its folder can't be created, renamed or written to
  busy,        ///< another run is writing a trace of this name
  full,        ///< the disk, or the limit that the options set, is full
  storage,     ///< SQLite said something else; the message has its words
  missing,     ///< there is no such file
  empty,       ///< the file has no bytes
  foreign,     ///< not a SQLite file, or one that Crisper did not write
  unfinished,  ///< still being written, or its writer died
  newer,       ///< written by a later version of Crisper
  damaged,     ///< cut short or overwritten
  query,       ///< a question that SQLite does not understand
};

struct TraceError {
  TraceErrorCode code{};
  std::string message;
};

}  // namespace crisper::sim
