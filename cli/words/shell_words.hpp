// Words as a shell and a file system want them.
#pragma once

#include <string>

namespace crisper::cli {

/// As it can be pasted into a shell.
std::string quoted(const std::string& word);

/// For a folder's name: "lunch rush, row locks" -> "lunch-rush-row-locks"; letters of every script stay. At most 60
/// bytes; "run" for a name without any.
std::string slug(const std::string& name);

}  // namespace crisper::cli
