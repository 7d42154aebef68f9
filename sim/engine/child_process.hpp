// What forking a child takes, for those who do: pipes that close themselves, and the first steps of a child's life.
#pragma once

#include <sys/types.h>

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

/// In the child, first: it dies with its parent, and its standard error goes into `errors` if that pipe is open.
void begin_child(pid_t parent, Pipe& output, Pipe& errors);

/// Waits for its end; what waitpid says of it.
int wait_for_child(pid_t child);

/// "exited with status 3", "was killed by signal 6 (Aborted)"; of what waitpid says.
std::string describe_status(int status);

/// What a child said last on its standard error, as ": LINE"; empty if it said nothing: as a rule, why it died.
std::string last_words(std::string_view errors);

}  // namespace crisper::sim
