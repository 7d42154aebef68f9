// What the values of options mean, the same for every command; and, in one line that names the option, what is wrong
// with one that means nothing.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/result.hpp"

namespace crisper::cli {

struct NumberRange {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
};

/// Runs are numbered in 63 bits, for SQLite.
inline constexpr NumberRange any_runs{1, std::uint64_t{1} << 62};

Result<std::uint64_t, std::string> number_of(const char* option, const std::string& text, NumberRange range);
/// Of `-j`; empty: as many as there are cores.
Result<std::size_t, std::string> jobs_of(const std::string& text);
/// Of `--seed`.
Result<std::uint64_t, std::string> seed_of(const std::string& text);
/// "60s": longer than none.
Result<std::chrono::nanoseconds, std::string> time_of(const char* option, const std::string& text);
/// "1%": at least nothing, below all; of 1.
Result<double, std::string> share_of(const char* option, const std::string& text);
/// Of `--engine`, where it is not empty: the name, with a hint where there is no such engine.
Result<void, std::string> check_engine(const std::string& name);

}  // namespace crisper::cli
