// What the tests of hunts share: a tiny scenario, a place for files, a hunt from its options to its summary.
#pragma once

#include <string>

#include "properties/search/explore/hunt.hpp"
#include "properties/search/explore/hunt_summary.hpp"

namespace crisper::properties {

/// Half a second of one fridge, with loss and duplicates; `more` are further lines of the file.
HuntSubject small_subject(const std::string& more = "");

/// A folder that is gone after the test.
class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

HuntIdentity identity_of(const HuntSubject& subject, const std::string& strategy, std::uint64_t seed = 1);

/// Into a new file; the summary's `extent` and all else as the file has them.
HuntSummary hunted(const HuntSubject& subject, const std::string& path, const std::string& strategy,
                   const HuntOptions& options);

/// What a summary says of the runs themselves, however they were come by.
HuntSummary findings_of(HuntSummary summary);

}  // namespace crisper::properties
