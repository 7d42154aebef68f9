#include "sim/platform/platform.hpp"

namespace crisper::sim {

Platform uniform_platform(std::uint32_t count, LinkSpec link, std::uint32_t cores, double speed) {
  Platform platform;
  platform.link = link;
  for (std::uint32_t i = 1; i <= count; ++i) {
    platform.hosts.push_back(HostSpec{.name = "host-" + std::to_string(i), .cores = cores, .speed = speed});
  }
  return platform;
}

}  // namespace crisper::sim
