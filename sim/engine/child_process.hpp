// What forking a child takes, for those who do: pipes that close themselves, and the first steps of a child's life.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <string_view>

namespace crisper::sim {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  void reset(int value);
  void close();
  int value() const { return value_; }
  bool open() const { return value_ >= 0; }

 private:
  int value_ = -1;
};

struct Pipe {
  Descriptor reading;
  Descriptor writing;

  /// Close-on-exec, so that a program started by the child does not keep the pipe open. False, and errno, if it can't.
  bool create();
};

/// Writes all of it, and waits where the pipe is full; false when nobody reads any more.
bool write_all(int descriptor, std::string_view bytes);

/// Exit status of a child that got no memory, or whose parent was gone: its own doing is not to blame.
constexpr int child_without_machine = 71;

/// In the child, first: it dies with its parent, and its standard error goes into `errors` if that pipe is open. Ctrl-C
/// does not reach it; of other signals it dies, whatever its parent does about them.
void begin_child(pid_t parent, Pipe& output, Pipe& errors);

/// From now on memory that can't be had ends the process through `give_up`, which does not return. An allocator that
/// aborts, or a library that does because it got no memory, comes there as well.
void call_without_memory(void (*give_up)());

/// In the child: it may add so many bytes of address space to what it has; zero: no limit. False where a narrower limit
/// of the machine stands, so that what runs out is the machine's memory and not the child's share.
bool limit_memory(std::size_t bytes_max);

/// Waits for its end; what waitpid says of it.
int wait_for_child(pid_t child);

/// Whether a child that this signal killed was killed by somebody else: it does not send it to itself by a mistake.
bool is_from_outside(int signal);

/// How long a child has been at something: by the processor time that it took, which neither a busy machine nor a
/// stopped process adds to; and by how long its parent has been looking on.
class ChildClock {
 public:
  void begin(pid_t child);
  /// It took more processor time than this.
  bool is_over(std::chrono::milliseconds time_max) const;
  /// Its parent looked on ten times as long, and it took less: it waits for something, or was stopped.
  bool is_stalled(std::chrono::milliseconds time_max) const;
  /// At least once in a second while the parent looks on: a longer gap is one in which the parent did not run either.
  void look();

 private:
  std::chrono::nanoseconds processor_time() const;

  pid_t child_ = -1;
  std::chrono::nanoseconds before_{0};
  std::chrono::nanoseconds looked_on_{0};
  std::chrono::steady_clock::time_point last_look_;
};

/// How long to wait before a child's time is looked at again.
constexpr int look_ms = 100;

/// "exited with status 3", "was killed by signal 6 (Aborted)"; of what waitpid says.
std::string describe_status(int status);

/// What a child said last on its standard error, as ": LINE"; empty if it said nothing: as a rule, why it died.
std::string last_words(std::string_view errors);

}  // namespace crisper::sim
