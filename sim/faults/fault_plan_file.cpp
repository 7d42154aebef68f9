#include "sim/faults/fault_plan_file.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>
#include <vector>

#include "core/base/digest.hpp"
#include "sim/faults/exact_duration.hpp"
#include "sim/scenario/nearest_word.hpp"

namespace crisper::sim {
namespace {

// ---- writing

/// A name as YAML: plain where nothing can mistake it for something else.
std::string in_quotes(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto plain = [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '/';
  };
  constexpr auto reserved =
      std::to_array<std::string_view>({"true", "false", "null", "yes", "no", "on", "off", "y", "n"});
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (!text.empty() && letter(text[0]) && std::ranges::all_of(text, plain) &&
      std::ranges::find(reserved, lower) == reserved.end()) {
    return std::string(text);
  }
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string fault_text(const Fault& fault) {
  const Fault usual{};
  std::string text;
  const auto add = [&](std::string_view key, const std::string& value) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", key, value);
  };
  if (!fault.from.empty()) add("from", in_quotes(fault.from));
  if (!fault.to.empty()) add("to", in_quotes(fault.to));
  if (fault.nth != usual.nth) add("nth", std::to_string(fault.nth));
  if (fault.one_way) add("one_way", "true");
  if (fault.at != usual.at) add("at", exact_text(fault.at.time_since_epoch()));
  if (fault.lasting) add("lasting", exact_text(*fault.lasting));
  if (fault.restart_after) add("restart_after", exact_text(*fault.restart_after));
  if (fault.amount != usual.amount) add("amount", exact_text(fault.amount));
  if (fault.drift_ppm != usual.drift_ppm) add("drift_ppm", std::to_string(fault.drift_ppm));
  if (fault.percent != usual.percent) add("percent", std::to_string(fault.percent));
  if (fault.draw != usual.draw) add("draw", std::to_string(fault.draw));
  if (fault.newcomers) add("newcomers", "true");
  if (fault.chosen) add("chosen", "true");
  return fmt::format("  - {{{}: {{{}}}}}\n", name_of(fault.kind), text);
}

// ---- reading

/// Thrown inside this file only: read_plan turns it into a result, as it does with YAML's own.
struct Refused {
  YAML::Mark mark;
  std::string message;
};

[[noreturn]] void refuse(const YAML::Node& node, std::string message) {
  throw Refused{node.Mark(), std::move(message)};
}

std::string unknown(std::string_view what, std::string_view word, const std::vector<std::string>& valid) {
  return fmt::format("unknown {} '{}'{}", what, word, hint_for(word, valid));
}

std::string scalar(const YAML::Node& node, std::string_view expected) {
  if (!node.IsScalar()) refuse(node, fmt::format("expected {}", expected));
  return node.Scalar();
}

template <class Number>
Number number(const YAML::Node& node, std::string_view expected) {
  const std::string text = scalar(node, expected);
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    refuse(node, fmt::format("expected {}, not '{}'", expected, text));
  }
  return value;
}

Duration duration(const YAML::Node& node, bool may_be_negative) {
  const std::string text = scalar(node, "a duration such as 20ms");
  const std::optional<Duration> span = parse_duration(text);
  if (!span) refuse(node, fmt::format("expected a duration in ns, us, ms, s, m or h, such as 20ms, not '{}'", text));
  if (!may_be_negative && *span < Duration::zero()) refuse(node, fmt::format("'{}' is negative", text));
  return *span;
}

bool flag(const YAML::Node& node) {
  const std::string text = scalar(node, "true or false");
  if (text != "true" && text != "false") refuse(node, fmt::format("expected true or false, not '{}'", text));
  return text == "true";
}

using Keys = std::map<std::string_view, std::function<void(const YAML::Node&)>>;

/// Calls the reader of each key; refuses unknown and repeated keys.
void read_map(const YAML::Node& node, std::string_view expected, const Keys& keys) {
  if (!node.IsMap()) refuse(node, fmt::format("expected {}", expected));
  std::vector<std::string> seen;
  for (const auto& each : node) {
    const std::string key = scalar(each.first, "a key");
    const auto reader = keys.find(key);
    if (reader == keys.end()) {
      std::vector<std::string> valid;
      for (const auto& [name, unused] : keys) valid.emplace_back(name);
      refuse(each.first, unknown("key", key, valid));
    }
    if (std::ranges::find(seen, key) != seen.end()) refuse(each.first, fmt::format("'{}' is given twice", key));
    seen.push_back(key);
    reader->second(each.second);
  }
}

/// The keys of a fault; each kind has its own.
Keys keys_of(Fault& fault) {
  using Node = const YAML::Node&;
  const FaultKind kind = fault.kind;
  Keys keys;
  keys["to"] = [&](Node node) { fault.to = scalar(node, "a name"); };
  keys["at"] = [&](Node node) { fault.at = SimTime(duration(node, false)); };
  keys["chosen"] = [&](Node node) { fault.chosen = flag(node); };
  if (is_link_fault(kind)) keys["from"] = [&](Node node) { fault.from = scalar(node, "a name"); };
  if (!is_link_fault(kind)) keys["newcomers"] = [&](Node node) { fault.newcomers = flag(node); };
  if (is_message_fault(kind)) {
    keys["nth"] = [&](Node node) { fault.nth = number<std::uint64_t>(node, "which packet of its link, from 1"); };
  } else if (kind != FaultKind::crash) {
    keys["lasting"] = [&](Node node) { fault.lasting = duration(node, false); };
  }
  if (kind == FaultKind::duplicate || kind == FaultKind::reorder || kind == FaultKind::delay ||
      kind == FaultKind::slow_sync || kind == FaultKind::late_reply) {
    keys["amount"] = [&](Node node) { fault.amount = duration(node, false); };
  }
  switch (kind) {
    case FaultKind::partition:
    case FaultKind::bandwidth:
      keys["one_way"] = [&](Node node) { fault.one_way = flag(node); };
      break;
    case FaultKind::crash:
      keys["restart_after"] = [&](Node node) { fault.restart_after = duration(node, false); };
      break;
    case FaultKind::clock_skew:
      keys["amount"] = [&](Node node) { fault.amount = duration(node, true); };
      keys["drift_ppm"] = [&](Node node) { fault.drift_ppm = number<std::int64_t>(node, "parts per million"); };
      break;
    default:
      break;
  }
  if (is_disk_fault(kind)) {
    keys["draw"] = [&](Node node) { fault.draw = number<std::uint64_t>(node, "any whole number"); };
  }
  if (kind == FaultKind::slow || kind == FaultKind::bandwidth) {
    keys["percent"] = [&](Node node) { fault.percent = number<std::uint32_t>(node, "a whole number of percent"); };
  }
  return keys;
}

Fault read_fault(const YAML::Node& node) {
  if (!node.IsMap() || node.size() != 1) refuse(node, "expected one fault, such as {loss: {from: a, to: b, nth: 3}}");
  const auto& entry = *node.begin();
  const std::string name = scalar(entry.first, "a kind of fault");
  const std::optional<FaultKind> kind = value_named<FaultKind>(name);
  if (!kind) {
    std::vector<std::string> valid;
    for (const EnumWord& each : fault_kinds) valid.emplace_back(each.name);
    refuse(entry.first, unknown("fault", name, valid));
  }
  Fault fault{.kind = *kind};
  read_map(entry.second, "what the fault strikes, such as {from: a, to: b, nth: 3}", keys_of(fault));
  if (is_message_fault(*kind) && (fault.nth == 0 || fault.from.empty() || fault.to.empty())) {
    refuse(entry.second, fmt::format("{} needs from, to and nth (from 1)", name));
  }
  return fault;
}

std::uint64_t hexadecimal(const YAML::Node& node) {
  const std::string text = scalar(node, "sixteen hexadecimal digits");
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
  if (error != std::errc{} || end != text.data() + text.size()) refuse(node, "expected sixteen hexadecimal digits");
  return number;
}

PlanFile read_document(const YAML::Node& document) {
  PlanFile file;
  bool has_version = false;
  using Node = const YAML::Node&;
  Keys keys;
  keys["crisper_plan"] = [&](Node node) {
    has_version = true;
    if (number<int>(node, "version 1") != 1) refuse(node, "expected version 1");
  };
  keys["scenario"] = [&](Node node) { file.scenario = scalar(node, "a name"); };
  keys["engine"] = [&](Node node) { file.engine = scalar(node, "the name of an engine"); };
  keys["seed"] = [&](Node node) { file.seed = number<std::uint64_t>(node, "a whole number"); };
  keys["digest"] = [&](Node node) { file.digest = hexadecimal(node); };
  keys["written_as"] = [&](Node node) { file.written_as = hexadecimal(node); };
  keys["scenario_written_as"] = [&](Node node) { file.scenario_written_as = hexadecimal(node); };
  keys["faults"] = [&](Node node) {
    if (node.IsNull()) return;
    if (!node.IsSequence()) refuse(node, "expected a list of faults");
    for (const auto& each : node) file.plan.faults.push_back(read_fault(each));
  };
  read_map(document, "a plan, beginning with `crisper_plan: 1`", keys);
  if (!has_version) refuse(document, "expected `crisper_plan: 1`");
  return file;
}

}  // namespace

std::string PlanFileError::text() const { return fmt::format("{}:{}:{}: {}", file, line, column, message); }

std::uint64_t digest_of(const FaultPlan& plan) {
  Digest digest;
  for (const Fault& fault : plan.faults) digest.add(fault_text(fault));
  return digest.value();
}

bool PlanFile::edited() const { return written_as != 0 && written_as != digest_of(plan); }

std::string write_plan(const PlanFile& file) {
  std::string text = "crisper_plan: 1\n";
  if (!file.scenario.empty()) text += fmt::format("scenario: {}\n", in_quotes(file.scenario));
  if (!file.engine.empty()) text += fmt::format("engine: {}\n", in_quotes(file.engine));
  if (file.seed) text += fmt::format("seed: {}\n", *file.seed);
  if (file.digest != 0) text += fmt::format("digest: \"{}\"\n", digest_text(file.digest));
  if (file.written_as != 0) text += fmt::format("written_as: \"{}\"\n", digest_text(file.written_as));
  if (file.scenario_written_as != 0) {
    text += fmt::format("scenario_written_as: \"{}\"\n", digest_text(file.scenario_written_as));
  }
  text += file.plan.faults.empty() ? "faults: []\n" : "faults:\n";
  for (const Fault& fault : file.plan.faults) text += fault_text(fault);
  return text;
}

Result<PlanFile, PlanFileError> read_plan(std::string_view text, std::string_view file_name) {
  const auto error_at = [&](const YAML::Mark& mark, std::string message) {
    return failure(PlanFileError{std::string(file_name), mark.line + 1, mark.column + 1, std::move(message)});
  };
  try {
    return read_document(YAML::Load(std::string(text)));
  } catch (const Refused& refused) {
    return error_at(refused.mark, refused.message);
  } catch (const YAML::Exception& exception) {
    return error_at(exception.mark, exception.msg);
  }
}

}  // namespace crisper::sim
