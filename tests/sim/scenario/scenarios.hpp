// Scenarios for tests: small texts, and the examples of the tree.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/parse.hpp"

namespace crisper::sim {

/// The least that a scenario needs, before the lines of a test. Its lines are two.
inline std::string with_header(const std::string& lines) { return "crisper: 1\nname: test\n" + lines; }

/// The scenario that the header and these lines make; a test failure if they make none.
Scenario parsed(const std::string& lines);

/// What is said of the header and these lines, "line:column: message"; empty if nothing is wrong.
std::string error_of(const std::string& lines, const Vocabulary& vocabulary = {});

/// The same without the place in the file.
std::string problem_in(const std::string& lines);

/// What is said of one setting on top of these lines; empty if nothing is wrong.
std::string error_of_setting(const std::string& path, const std::string& value);

/// Files of scenarios/examples.
std::vector<std::string> example_files();
std::string examples_directory();

}  // namespace crisper::sim
