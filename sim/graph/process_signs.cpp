#include "sim/graph/process_signs.hpp"

#include <array>

namespace crisper::sim {
namespace {

struct Row {
  std::string_view role;
  ProcessSigns signs;
};

constexpr ProcessSigns stored{.keeps_state = true, .critical_section = true, .serial_device = true};
constexpr ProcessSigns granted{.keeps_state = true, .critical_section = true};
constexpr ProcessSigns in_order{.critical_section = true};
constexpr ProcessSigns connected{.holds_resource = true};

/// `service` is left to who knows the design: one that owns states keeps them, one of a pool doesn't.
constexpr std::array rows{
    Row{"command-store", stored},   Row{"command-queue", stored},    Row{"event-store", stored},
    Row{"snapshot-store", stored},  Row{"event-log", stored},        Row{"event-grid", stored},
    Row{"log-archive", stored},     Row{"coordinator", stored},      Row{"projection", stored},
    Row{"process-manager", stored}, Row{"enricher", stored},         Row{"policy", stored},
    Row{"receptor", stored},        Row{"own-events", stored},       Row{"lock-service", granted},
    Row{"quota-service", granted},  Row{"actor-registry", granted},  Row{"actor", granted},
    Row{"entity", granted},         Row{"relay", in_order},          Row{"publisher", in_order},
    Row{"subscriber", stored},      Row{"router", stored},
    Row{"handler", connected},      Row{"consumer-node", connected}, Row{"function-host", granted},
    Row{"function", connected},     Row{"log-door", connected},      Row{"request", ProcessSigns{}},
    Row{"forwarder", ProcessSigns{}},
};

}  // namespace

std::optional<ProcessSigns> signs_of_role(std::string_view role) {
  for (const Row& row : rows) {
    if (row.role == role) return row.signs;
  }
  return std::nullopt;
}

}  // namespace crisper::sim
