// DomainFacts: what a business says of itself that nobody can see from outside before a run: which of its messages lead
// to which, who of its own processes talks to whom, and what it can't bear.
#pragma once

#include <string>
#include <vector>

namespace crisper::sim {

/// Whoever takes the first may make the second of it. Both are names of types of messages; where two types have one
/// name, with whose they are before it: "show.hold".
struct FlowLink {
  std::string by;  ///< a kind of state ("fridge"), or the name of a consumer or service
  std::string from;
  std::string to;
};

/// A process of the world outside that carries out again what it is asked again.
struct ForgetfulService {
  std::string service;   ///< the name of the process
  std::string asked_by;  ///< the process that asks it, and asks again when no answer comes
  std::string path;      ///< the key that says so: "smart_fridge.mail.idempotent"
};

struct DomainFacts {
  std::vector<FlowLink> flow;
  /// Names of processes of the domain's own: the first sends to the second.
  struct Link {
    std::string from;
    std::string to;
  };
  std::vector<Link> links;
  std::vector<ForgetfulService> forgetful;
  /// Names of the types of parts of commands that only look at a state: the decision depends on it and leaves it as it
  /// is.
  std::vector<std::string> looks;
};

}  // namespace crisper::sim
