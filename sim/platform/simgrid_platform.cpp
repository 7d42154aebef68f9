#include "sim/platform/simgrid_platform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <optional>
#include <simgrid/s4u.hpp>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "sim/engine/child_message.hpp"
#include "sim/engine/machine_trouble.hpp"
#include "sim/engine/simgrid/simgrid_setup.hpp"
#include "sim/engine/worker_pool.hpp"

namespace crisper::sim {
namespace {

namespace s4u = simgrid::s4u;

constexpr std::string_view message_kind = "platform";
constexpr std::size_t complaint_bytes_max = 400;

tl::unexpected<PlatformError> error(PlatformErrorKind kind, std::string text) {
  return failure(PlatformError{kind, std::move(text)});
}

/// What can be said without SimGrid, whose own words for these are unclear.
std::optional<PlatformError> look_at(const std::string& path) {
  std::error_code code;
  const auto status = std::filesystem::status(path, code);
  if (!std::filesystem::exists(status)) return PlatformError{PlatformErrorKind::unreadable, path + ": no such file"};
  if (!std::filesystem::is_regular_file(status))
    return PlatformError{PlatformErrorKind::unreadable, path + ": not a regular file"};
  std::ifstream file(path, std::ios::binary);
  std::string start(256, '\0');
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<std::size_t>(file.gcount()));
  if (!file.eof() && !file) return PlatformError{PlatformErrorKind::unreadable, path + ": can't be read"};
  if (start.empty()) return PlatformError{PlatformErrorKind::not_xml, path + ": the file is empty"};
  if (start.starts_with("\xef\xbb\xbf")) start.erase(0, 3);
  const auto first = start.find_first_not_of(" \t\r\n");
  if (first == std::string::npos || start[first] != '<' || start.find('\0') != std::string::npos)
    return PlatformError{PlatformErrorKind::not_xml, path + ": not an XML document"};
  return std::nullopt;
}

// SimGrid takes zero and negative numbers where none makes sense; the child says so in its own words.
void require(bool condition, const std::string& complaint) {
  if (!condition) throw std::runtime_error(complaint);
}

LinkSpec route_between(const s4u::Host& from, const s4u::Host& to) {
  std::vector<s4u::Link*> links;
  double latency_s = 0;
  from.route_to(&to, links, &latency_s);
  require(!links.empty() || latency_s > 0, "no route from " + from.get_name() + " to " + to.get_name());
  require(latency_s >= 0, "negative latency from " + from.get_name() + " to " + to.get_name());
  double bytes_per_s = 0;
  for (const s4u::Link* link : links) {
    require(link->get_bandwidth() * 8 >= 1, "link " + link->get_name() + " has no bandwidth");
    if (bytes_per_s == 0 || link->get_bandwidth() < bytes_per_s) bytes_per_s = link->get_bandwidth();
  }
  return {.latency = Duration(std::llround(latency_s * 1e9)),
          .bandwidth_bits_per_s = static_cast<std::uint64_t>(std::llround(bytes_per_s * 8))};
}

nlohmann::json host_of(const s4u::Host& host) {
  require(host.get_speed() > 0, "host " + host.get_name() + " has no speed");
  return {host.get_name(), host.get_core_count(), host.get_speed() / simgrid_reference_flops};
}

/// In the child: lets SimGrid read the file. What is in it: all hosts, and the routes from each to each.
nlohmann::json read_with_simgrid(const std::string& path) {
  std::vector<const s4u::Host*> hosts;
  const auto engine = start_simgrid({});
  s4u::Host::on_creation_cb([&hosts](const s4u::Host& host) {
    // Said again when the host is sealed; the engine's own list is not in the order of the file.
    if (std::find(hosts.begin(), hosts.end(), &host) == hosts.end()) hosts.push_back(&host);
  });
  engine->load_platform(path);
  engine->seal_platform();
  if (hosts.size() > simgrid_hosts_max) return {{"too_many_hosts", true}};
  nlohmann::json told = {{"hosts", nlohmann::json::array()}};
  for (const s4u::Host* host : hosts) told["hosts"].push_back(host_of(*host));
  std::vector<std::int64_t> latencies_ns;  // a list of numbers each: a thousand hosts have a million routes
  std::vector<std::uint64_t> bits_per_s;
  for (const s4u::Host* from : hosts) {
    for (const s4u::Host* to : hosts) {
      const LinkSpec route = route_between(*from, *to);
      latencies_ns.push_back(to_ns(route.latency));
      bits_per_s.push_back(route.bandwidth_bits_per_s);
    }
  }
  told["latencies_ns"] = std::move(latencies_ns);
  told["bits_per_s"] = std::move(bits_per_s);
  return told;
}

/// The same as a message; where SimGrid threw, why.
std::string read_in_child(const std::string& path) {
  try {
    return child_message(message_kind, read_with_simgrid(path));
  } catch (const MachineTrouble&) {
    throw;
  } catch (const std::exception& refusal) {
    return child_message(message_kind, {{"refused", refusal.what()}});
  }
}

/// In the parent: what the child told.
struct Told {
  Platform platform{};
  bool too_many_hosts = false;
  std::optional<std::string> refused{};
};

std::optional<Told> decode(std::string_view bytes) {
  return read_child_message<Told>(message_kind, bytes, [](const nlohmann::json& json) -> std::optional<Told> {
    if (json.contains("refused")) return Told{.refused = json.at("refused").get<std::string>()};
    if (json.contains("too_many_hosts")) return Told{.too_many_hosts = true};
    Told told;
    for (const nlohmann::json& host : json.at("hosts")) {
      told.platform.hosts.push_back({.name = host.at(0).get<std::string>(),
                                     .cores = host.at(1).get<std::uint32_t>(),
                                     .speed = host.at(2).get<double>()});
    }
    const std::size_t hosts = told.platform.hosts.size();
    const nlohmann::json& latencies_ns = json.at("latencies_ns");
    const nlohmann::json& bits_per_s = json.at("bits_per_s");
    if (latencies_ns.size() != hosts * hosts || bits_per_s.size() != hosts * hosts) return std::nullopt;
    for (std::size_t i = 0; i < hosts * hosts; ++i) {
      told.platform.routes.push_back({.latency = Duration(latencies_ns[i].get<std::int64_t>()),
                                      .bandwidth_bits_per_s = bits_per_s[i].get<std::uint64_t>()});
    }
    return told;
  });
}

/// What the child complained of, in one line that begins with the file's name.
std::string complaint(const std::string& path, const JobOutcome& run, const std::string& refused) {
  const std::string all = run.errors + refused;
  std::string_view said = all;
  said = said.substr(0, said.find("Backtrace (displayed"));
  constexpr std::string_view log_level = "/CRITICAL] ";
  if (const auto at = said.find(log_level); at != std::string_view::npos) said.remove_prefix(at + log_level.size());
  const std::string parse_error = "Parse error at " + path;
  std::string line = path;
  if (said.starts_with(parse_error)) {
    said.remove_prefix(parse_error.size());  // goes on with the line's number
  } else {
    line += ": ";
  }
  for (const char c : said.substr(0, complaint_bytes_max)) {
    const bool blank = static_cast<unsigned char>(c) <= ' ' || c == '*';  // SimGrid underlines warnings with stars
    if (!blank) line += c;
    if (blank && !line.ends_with(' ')) line += ' ';
  }
  if (line.ends_with(' ')) line.pop_back();
  return line.size() > path.size() + 1 ? line : path + ": SimGrid " + run.why;
}

}  // namespace

Result<Platform, PlatformError> platform_from_simgrid_xml(const std::string& path) {
  if (auto wrong = look_at(path)) return failure(std::move(*wrong));
  const JobOutcome run =
      run_in_worker([&path] { return read_in_child(path); }, {.job_time_max = std::chrono::minutes(1)});
  if (run.is_machine_trouble())
    throw MachineTrouble(fmt::format("{}: the process that was to read it {}", path, run.why));
  std::optional<Told> told = decode(run.output);
  if (!told || told->refused)
    return error(PlatformErrorKind::refused, complaint(path, run, told ? *told->refused : std::string()));
  if (told->too_many_hosts)
    return error(PlatformErrorKind::too_many_hosts, fmt::format("{}: more than {} hosts", path, simgrid_hosts_max));
  if (told->platform.hosts.empty()) return error(PlatformErrorKind::no_hosts, path + ": no host in this platform");
  told->platform.simgrid_xml = path;
  return std::move(told->platform);
}

}  // namespace crisper::sim
