// `deployment:`, the machines, what connects them, and who runs where.
#include <algorithm>
#include <filesystem>
#include <set>

#include "sim/scenario/applies.hpp"
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/distribution_format.hpp"
#include "sim/scenario/file_words.hpp"
#include "sim/scenario/record_format.hpp"
#include "sim/scenario/section_formats.hpp"

namespace crisper::sim {
namespace {

constexpr std::uint32_t hosts_max = 10'000;

FormatPtr<LinkSpec> link_format() {
  auto record = new_record<LinkSpec>();
  record->field("latency", &LinkSpec::latency, duration(), "how long one byte takes")
      .field("bandwidth", &LinkSpec::bandwidth_bits_per_s, bandwidth(), "how many bits enter it per second")
      .field("jitter", &LinkSpec::jitter, distribution(),
             "on top of the latency, drawn for each message; those behind it on the same way wait for it");
  return record;
}

FormatPtr<HostSpec> host() {
  auto record = new_record<HostSpec>();
  record->field("name", &HostSpec::name, host_name(), "unique")
      .required()
      .field("cores", &HostSpec::cores, small_number({.least = 1, .most = 100'000}),
             "turns that it can work on at a time")
      .field("speed", &HostSpec::speed, number({.least = 1e-6, .most = 1e6}),
             "relative to the host on which service times were measured");
  return record;
}

const HostSpec host_prototype = uniform_platform(1, {}).hosts.front();

/// A number, for that many equal hosts, or a list of them.
class HostsFormat final : public Format<std::vector<HostSpec>> {
 public:
  void read(const YamlNode& node, std::vector<HostSpec>& hosts, Reader& reader) const override {
    if (node.is_list()) return read_list(node, hosts, reader);
    std::uint32_t count = 0;
    count_->read(node, count, reader);
    if (reader.ok()) hosts = uniform_platform(count, {}).hosts;
  }
  YamlNode write(const std::vector<HostSpec>& hosts) const override {
    const auto count = static_cast<std::uint32_t>(hosts.size());
    return hosts == uniform_platform(count, {}).hosts ? count_->write(count) : list_->write(hosts);
  }
  Grammar grammar(const std::vector<HostSpec>& initial) const override {
    return Grammar::one_of("a number, or a list of hosts", {count_->grammar(0), list_->grammar(initial)});
  }

 private:
  void read_list(const YamlNode& node, std::vector<HostSpec>& hosts, Reader& reader) const {
    if (node.items.empty()) return reader.fail_here(node.at, "there must be at least one host");
    if (node.items.size() > hosts_max) return reader.fail_here(node.at, "too many hosts");
    list_->read(node, hosts, reader);
    std::set<std::string> names;
    for (std::size_t i = 0; i < hosts.size() && reader.ok(); ++i) {
      if (!names.insert(hosts[i].name).second) {
        reader.fail_here(node.items[i].at, "there are two hosts called '" + hosts[i].name + "'");
      }
    }
  }

  FormatPtr<std::uint32_t> count_ = small_number({.least = 1, .most = hosts_max});
  FormatPtr<std::vector<HostSpec>> list_ =
      list_of<HostSpec>(host(), HostSpec{.name = {}, .cores = host_prototype.cores});
};

/// A file name; relative ones start at the directory of the scenario.
class PlatformFileFormat final : public Format<std::string> {
 public:
  void read(const YamlNode& node, std::string& file, Reader& reader) const override {
    std::string text;
    if (!node.is_null() && !(node.is_scalar() && node.text.empty())) text_->read(node, text, reader);
    if (!reader.ok()) return;
    file.clear();
    if (text.empty()) return;
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::path path = fs::absolute(fs::path(reader.directory()) / text, error).lexically_normal();
    if (const std::string why = why_no_file(path); !why.empty()) return reader.fail_here(node.at, why);
    file = path.string();
  }
  YamlNode write(const std::string& file) const override { return file.empty() ? YamlNode() : YamlNode::scalar(file); }
  Grammar grammar(const std::string&) const override { return Grammar::scalar("a file", R"({"type": "string"})"); }

 private:
  FormatPtr<std::string> text_ = text({.least = 1, .most = 1000});
};

FormatPtr<TransportSpec> transport() {
  auto record = new_record<TransportSpec>();
  record
      ->field("kind", &TransportSpec::kind,
              choice<TransportKind>("a transport"),
              "what carries messages between two processes")
      .field("retransmit_after", &TransportSpec::retransmit_after, duration({.least = Duration(1)}),
             "first wait for an acknowledgement; it doubles")
      .applies(when::sessions())
      .field("retransmit_limit", &TransportSpec::retransmit_limit, small_number({.least = 1, .most = 40}),
             "retransmissions before it breaks")
      .applies(when::sessions())
      .field("datagram_to", &TransportSpec::datagram_to, list_of(text({.least = 1, .most = 1000})),
             "receivers that get datagrams all the same, as from a broker that pushes without a connection")
      .applies(when::sessions())
      .shorthand("kind");
  return record;
}

FormatPtr<DiskSpec> disk() {
  auto record = new_record<DiskSpec>();
  record->field("sync", &DiskSpec::sync, distribution(), "how long it takes until written records are durable");
  return record;
}

/// A map from pattern to host, in the order of the file: the first that matches counts.
class PlaceFormat final : public Format<std::vector<Placement>> {
 public:
  void read(const YamlNode& node, std::vector<Placement>& place, Reader& reader) const override {
    if (!node.is_map() && !node.is_null()) {
      return reader.fail_here(node.at, "expected patterns and hosts, not " + node.found_text());
    }
    place.clear();
    for (const YamlEntry& entry : node.entries) {
      if (!is_name_pattern(entry.key)) {
        return reader.fail_here(entry.at, YamlNode::scalar(entry.key).found_text() + " isn't a process or role");
      }
      const Reader::Step step(reader, entry.key);
      place.push_back(Placement{.pattern = entry.key, .host = {}});
      host_->read(entry.value, place.back().host, reader);
    }
  }
  YamlNode write(const std::vector<Placement>& place) const override {
    YamlNode node = YamlNode::map();
    for (const Placement& each : place) node.add(each.pattern, host_->write(each.host));
    return node;
  }
  Grammar grammar(const std::vector<Placement>&) const override {
    Grammar grammar;
    grammar.kind = Grammar::Kind::map;
    grammar.word = "patterns and hosts";
    grammar.parts.push_back(host_->grammar({}));
    return grammar;
  }

 private:
  FormatPtr<std::string> host_ = host_name();
};

void check_places(const Deployment& deployment, const YamlNode& node, Reader& reader) {
  const YamlEntry* place = node.find("place");
  if (!place || !deployment.platform.empty()) return;  // the platform file knows its hosts
  std::vector<std::string> names;
  for (const HostSpec& host : deployment.hosts) names.push_back(host.name);
  for (const YamlEntry& entry : place->value.entries) {
    if (std::find(names.begin(), names.end(), entry.value.text) != names.end()) continue;
    return reader.fail(entry.value.at, "place." + entry.key + ": there is no host '" + entry.value.text + "'" +
                                           hint_for(entry.value.text, names));
  }
}

}  // namespace

FormatPtr<Deployment> deployment_format() {
  auto record = new_record<Deployment>();
  record
      ->field("hosts", &Deployment::hosts, std::make_shared<HostsFormat>(),
              "how many hosts (they are called host-1, host-2 ... and have 4 cores each), or a list of them")
      .applies(when::own_hosts())
      .field("link", &Deployment::link, link_format(), "between any two hosts")
      .applies(when::own_hosts())
      .field("loopback", &Deployment::loopback, link_format(), "between two processes of one host")
      .applies(when::own_hosts())
      .field("platform", &Deployment::platform, std::make_shared<PlatformFileFormat>(),
             "a SimGrid platform file, beside the scenario; its hosts and links then count instead of hosts and link")
      .field("transport", &Deployment::transport, transport(), "what carries messages between two processes")
      .field("disk", &Deployment::disk, disk(), "the disk that every process has")
      .field("place", &Deployment::place, std::make_shared<PlaceFormat>(),
             "who runs where, by process or role (handler-*: host-2); the first that matches counts, others are spread")
      .check(check_places);
  return record;
}

}  // namespace crisper::sim
