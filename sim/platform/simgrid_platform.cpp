#include "sim/platform/simgrid_platform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <optional>
#include <simgrid/s4u.hpp>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "core/message/codec.hpp"
#include "sim/engine/isolated_run.hpp"
#include "sim/engine/machine_trouble.hpp"
#include "sim/engine/simgrid/simgrid_setup.hpp"

namespace crisper::sim {
namespace {

namespace s4u = simgrid::s4u;

// Exit statuses of the child that reads the file; child_threw means that SimGrid refused it.
constexpr int status_no_hosts = 3;
constexpr int status_too_many_hosts = 4;

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

void append_host(std::string& bytes, const s4u::Host& host) {
  require(host.get_speed() > 0, "host " + host.get_name() + " has no speed");
  append_length(bytes, host.get_name().size());
  bytes += host.get_name();
  append_word(bytes, static_cast<std::uint64_t>(host.get_core_count()));
  append_word(bytes, std::bit_cast<std::uint64_t>(host.get_speed() / simgrid_reference_flops));
}

/// In the child: lets SimGrid read the file, and tells the parent what is in it.
int read_in_child(const std::string& path, ChildOutput& output) {
  std::vector<const s4u::Host*> hosts;
  const auto engine = start_simgrid({});
  s4u::Host::on_creation_cb([&hosts](const s4u::Host& host) {
    // Said again when the host is sealed; the engine's own list is not in the order of the file.
    if (std::find(hosts.begin(), hosts.end(), &host) == hosts.end()) hosts.push_back(&host);
  });
  engine->load_platform(path);
  engine->seal_platform();
  if (hosts.empty()) return status_no_hosts;
  if (hosts.size() > simgrid_hosts_max) return status_too_many_hosts;
  std::string bytes;
  append_length(bytes, hosts.size());
  for (const s4u::Host* host : hosts) append_host(bytes, *host);
  for (const s4u::Host* from : hosts) {
    for (const s4u::Host* to : hosts) {
      const LinkSpec route = route_between(*from, *to);
      append_word(bytes, static_cast<std::uint64_t>(to_ns(route.latency)));
      append_word(bytes, route.bandwidth_bits_per_s);
    }
  }
  return output.write(bytes) ? 0 : child_threw;
}

/// In the parent: the platform of what the child told.
bool decode(std::string_view bytes, Platform& platform) {
  ByteReader reader(bytes);
  std::size_t count = 0;
  if (!reader.length(count) || count > simgrid_hosts_max) return false;
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t length = 0;
    std::string_view name;
    std::uint64_t cores = 0, speed = 0;
    if (!reader.length(length) || !reader.take(length, name) || !reader.word(cores) || !reader.word(speed))
      return false;
    platform.hosts.push_back(
        {.name = std::string(name), .cores = static_cast<std::uint32_t>(cores), .speed = std::bit_cast<double>(speed)});
  }
  platform.routes.resize(count * count);
  for (LinkSpec& route : platform.routes) {
    std::uint64_t latency = 0;
    if (!reader.word(latency) || !reader.word(route.bandwidth_bits_per_s)) return false;
    route.latency = Duration(static_cast<std::int64_t>(latency));
  }
  return reader.at_end();
}

/// What the child complained of, in one line that begins with the file's name.
std::string complaint(const std::string& path, const IsolatedRun& run) {
  std::string_view said = run.errors;
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
  return line.size() > path.size() + 1 ? line : path + ": SimGrid " + run.describe_end();
}

}  // namespace

Result<Platform, PlatformError> platform_from_simgrid_xml(const std::string& path) {
  if (auto wrong = look_at(path)) return failure(std::move(*wrong));
  const IsolatedRun run = run_isolated([&path](ChildOutput& output) { return read_in_child(path, output); },
                                       {.timeout_max = std::chrono::minutes(1), .keep_errors = true});
  if (run.is_machine_trouble())
    throw MachineTrouble(fmt::format("{}: the process that was to read it {}", path, run.describe_end()));
  if (run.end == ChildEnd::exited && run.code == status_no_hosts)
    return error(PlatformErrorKind::no_hosts, path + ": no host in this platform");
  if (run.end == ChildEnd::exited && run.code == status_too_many_hosts)
    return error(PlatformErrorKind::too_many_hosts, fmt::format("{}: more than {} hosts", path, simgrid_hosts_max));
  Platform platform;
  platform.simgrid_xml = path;
  if (!run.succeeded() || !decode(run.output, platform)) return error(PlatformErrorKind::refused, complaint(path, run));
  return platform;
}

}  // namespace crisper::sim
