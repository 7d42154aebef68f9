#include "tests/bench/bare_simgrid.hpp"

#include <chrono>
#include <simgrid/s4u.hpp>

#include "sim/engine/simgrid/simgrid_setup.hpp"
#include "sim/platform/platform.hpp"

namespace crisper::bench {

namespace s4u = simgrid::s4u;

double bare_simgrid_seconds(const PingLoad& load) {
  const auto engine = sim::start_simgrid({});
  const sim::Platform platform = sim::uniform_platform(load.hosts, sim::Platform{}.link);
  const auto hosts = sim::build_platform(*engine, platform);
  std::vector<s4u::Mailbox*> mailboxes;
  for (std::uint32_t i = 0; i < load.hosts; ++i)
    mailboxes.push_back(s4u::Mailbox::by_name("host-" + std::to_string(i)));
  std::uint64_t done = 0;
  for (std::uint32_t here = 0; here < load.hosts; ++here) {
    s4u::Actor::create("ping", hosts[here], [&, here] {
      // Declaring the receiver starts transfers before it asks for them, and is the faster of the two ways.
      mailboxes[here]->set_receiver(s4u::Actor::self());
      for (std::uint32_t k = here; k < load.in_flight; k += load.hosts)
        mailboxes[(here + 1) % load.hosts]->put_init(new std::uint32_t(k), 200)->detach();
      while (done < load.messages) {
        auto message = mailboxes[here]->get_unique<std::uint32_t>();
        ++done;
        const std::uint32_t next = (here + 1 + *message % 3) % load.hosts;
        mailboxes[next]->put_init(message.release(), 200)->detach();
      }
      s4u::Actor::kill_all();
    });
  }
  const auto begin = std::chrono::steady_clock::now();
  engine->run();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace crisper::bench
