"""For each rule: a tree it must refuse (on exactly the lines that say BAD) and a tree it must accept."""

MACHINE_PATH = "/" + "work" + "/crisper"

BAD = {
    "arrows": {
        "core/base/a.cpp": '#include "sim/run.hpp"  // BAD\n#include "core/base/b.hpp"\n',
        "sim/a.hpp": '#include "reports/a.hpp"  // BAD\n',
        "cli/a.cpp": '#include "gui/window.hpp"  // BAD\n',
        "gui/a.cpp": '#include "cli/main.hpp"  // BAD\n',
        "tests/core/base/a_test.cpp": '#include "sim/run.hpp"  // BAD\n',
    },
    "wings": {
        "sim/scenario/a.cpp": '#include "sim/domain/conference/seats.hpp"  // BAD\n',
        "sim/domain/registry.cpp": '#include "core/domain/conference/conference.hpp"  // BAD\n',
        "properties/domain/account/law.cpp": '#include "core/domain/conference/conference.hpp"  // BAD\n',
    },
    "core_arrows": {
        "docs/ARCHITECTURE.md": (
            "## Inside core\n"
            "| room | may include | holds |\n"
            "| --- | --- | --- |\n"
            "| `base/` | nothing | ids |\n"
            "| `log/` | all above | events |\n"
            "| `store/` | all above but `log` | events |\n"
            "| `cellar/` | all above | BAD: nobody built it |\n"
            "| `store/` | all above | BAD: a second time |\n"
            "| `design/` | all above but `roof` | BAD: there is no roof |\n"
            "| `yard/` | whatever it likes | BAD |\n"
            "| `ownership/` | all above | owners |\n"
            "## Inside core/ownership\n"
            "| `lock/` | nothing | locks |\n"
            "| `key/` | nothing | BAD: nobody built it |\n"
        ),
        "core/base/a.hpp": '#include "core/log/a.hpp"  // BAD\n#include "core/base/b.hpp"\n',
        "core/log/a.cpp": '#include "core/design/a.hpp"  // BAD\n',
        "core/store/a.cpp": '#include "core/base/a.hpp"\n',
        "core/design/plans/a.cpp": '#include "core/attic/a.hpp"  // BAD\n#include "core/store/a.hpp"\n',
        "core/attic/a.hpp": "// BAD\n",
        "core/ownership/a.hpp": '#include "core/ownership/lock/a.hpp"  // BAD\n',
        "core/ownership/lock/a.hpp": '#include "core/ownership/lease/a.hpp"  // BAD\n#include "core/ownership/a.hpp"\n',
        "core/ownership/lease/a.hpp": "// BAD\n",
    },
    "include_paths": {
        "core/a.hpp": "",
        "core/b.cpp": '#include "a.hpp"  // BAD\n#include <core/a.hpp>  // BAD\n#include "core/c.hpp"  // BAD\n',
    },
    "own_header_first": {"core/a.hpp": "", "core/a.cpp": '#include <vector>  // BAD\n#include "core/a.hpp"\n'},
    "third_party_headers": {
        "sim/a.hpp": "#include <simgrid/s4u.hpp>  // BAD\n#include <boost/graph/graph_traits.hpp>  // BAD\n",
        "reports/a.hpp": "#include <sqlite3.h>  // BAD\n#include <SQLiteCpp/SQLiteCpp.h>  // BAD\n",
        "tests/a.hpp": "#include <rapidcheck.h>  // BAD\n#include <yaml-cpp/yaml.h>  // BAD\n",
    },
    "core_is_deterministic": {
        "core/clock.cpp": (
            "auto a = std::chrono::steady_clock::now();  // BAD\n"
            "auto b = time(nullptr);  // BAD\n"
            "gettimeofday(&t, nullptr);  // BAD\n"
        ),
        "core/random.cpp": (
            "std::random_device seed;  // BAD\n"
            "std::uniform_int_distribution<int> d(0, 9);  // BAD\n"
            "std::mt19937 generator;  // BAD\n"
            "int x = rand();  // BAD\n"
        ),
        "core/hash.cpp": "auto h = std::hash<std::string>{}(name);  // BAD\n",
        "core/thread.cpp": "std::thread t;  // BAD\nstd::mutex m;  // BAD\nauto f = std::async(g);  // BAD\n",
        "core/outside.cpp": (
            "#include <fstream>  // BAD\n"
            'auto e = std::getenv("HOME");  // BAD\n'
            'auto f = fopen("x", "r");  // BAD\n'
            "std::ifstream in;  // BAD\n"
            'std::filesystem::path p("x");  // BAD\n'
        ),
    },
    "core_libraries": {
        "core/store/store.cpp": "#include <sqlite3.h>  // BAD\n",
        "core/log/sqlite_log.cpp": "#include <SQLiteCpp/SQLiteCpp.h>  // BAD\n",
        "core/a.cpp": (
            "#include <simgrid/s4u.hpp>  // BAD\n"
            "#include <boost/container/flat_map.hpp>  // BAD\n"
            "#include <QString>  // BAD\n"
            "#include <QtWidgets/QLabel>  // BAD\n"
            "#include <yaml-cpp/yaml.h>  // BAD\n"
        ),
    },
    "core_has_no_mutable_globals": {
        "core/a.cpp": (
            "int counter = 0;  // BAD\n"
            "static std::vector<int> seen;  // BAD\n"
            "inline std::map<std::string, int> registry{};  // BAD\n"
            "std::uint64_t ids[8];  // BAD\n"
            "int next() {\n"
            "  static int last = 0;  // BAD\n"
            "  return ++last;\n"
            "}\n"
        ),
    },
    "unordered_lookup_only": {
        "core/a.hpp": "std::unordered_map<int, int> places_;  // BAD\n",
        "sim/a.hpp": "std::unordered_map<int, int> places_;  // BAD\n",
        "properties/a.hpp": "std::unordered_set<int> seen_;  // BAD\n",
    },
    "unordered_is_not_iterated": {
        "core/a.hpp": "std::unordered_map<Key, std::vector<int>> places_;\n",
        "core/a.cpp": "void f() {\n  for (auto& [k, v] : places_) g(k);  // BAD\n}\n",
        "core/b.cpp": (
            "using Index = std::unordered_set<int>;\n"
            "void f(const Index& index) {\n"
            "  for (int i : index) g(i);  // BAD\n"
            "  auto first = index.begin();  // BAD\n"
            "}\n"
        ),
        "sim/a.cpp": (
            "std::unordered_set<int> seen;  // lookup only\n"
            "void f() {\n"
            "  for (int i : seen) g(i);  // BAD\n"
            "}\n"
        ),
    },
    "waits_are_monotonic": {
        "core/log/feed.cpp": (
            "const SimTime due = context.now() + pause;  // BAD\n"
            "if (other->now() < due) return;  // BAD\n"
        ),
    },
    "observations_measure_true_time": {
        "core/log/feed.cpp": (
            "context.observe({.kind = ObservationKind::lock_granted,\n"
            "                 .a = token.value,\n"
            "                 .b = to_ns(context.monotonic() - since)});  // BAD\n"
            "said.push_back({.kind = lock_expired, .b = to_ns(due - since)});  // BAD\n"
            "say(context, Observation{.kind = lock_expired, .a = to_ns(context.time(clock))});  // BAD\n"
        ),
    },
    "one_type_per_name": {
        "core/a.hpp": "namespace crisper {\n\nstruct A {\n};\n\nvoid f() {\n}\n\n}  // namespace crisper\n",
        "sim/b.cpp": "namespace crisper {\nclass A final : public B {  // BAD\n};\n}  // namespace crisper\n",
        "tests/sim/c.hpp": "namespace crisper {\nenum class C {\n};\n}  // namespace crisper\n",
        "tests/sim/d.cpp": "namespace crisper {\nenum class C : int {  // BAD\n};\n}  // namespace crisper\n",
    },
    "snake_case": {"core/base/SimTime.hpp": "", "core/base/sim-time.cpp": "", "docs/Formats/trace.md": ""},
    "file_length": {"core/a.cpp": "int a();\n" * 401},
    "function_length": {
        "core/a.cpp": "namespace a {\nint f() {  // BAD\n" + "g();\n" * 69 + "}\n}\n",
        "core/b.cpp": "struct B {\n  B() : a_{1}, b_{2} {  // BAD\n" + "g();\n" * 69 + "}\n};\n",
        "core/c.cpp": "#define X { \\\n\n\nTEST(A, b) {  // BAD\n" + "if (c) {\n g();\n}\n" * 23 + "}\n",
    },
    "line_length": {"core/a.cpp": "// BAD" + 115 * "x" + "\n// fits\n" + "// fits too\n"},
    "white_space": {"core/a.cpp": "int a(); \nint b();\n\tint c();\nint d();", "core/b.cpp": "int a();\n\n"},
    "pragma_once": {"core/a.hpp": "int a();  // BAD\n#pragma once\n"},
    "tests_assert": {"tests/core/a_test.cpp": "TEST(A, b) { run(); }  // EXPECT_EQ\n"},
    "tests_mirror": {
        "core/log/a.cpp": "",
        "sim/world/a.cpp": "",
        "tests/core/pipeline/a_test.cpp": "",
        "tests/core/sim/world/a_test.cpp": "",
        "tests/sim/core/queue/a_test.cpp": "",
        "tests/properties/laws/b_test.cpp": "",
    },
    "tests_use_no_real_time": {
        "tests/core/a_test.cpp": (
            "std::this_thread::sleep_for(1ms);  // BAD\n"
            "usleep(5);  // BAD\n"
            "auto t = std::chrono::system_clock::now();  // BAD\n"
        ),
    },
    "every_source_is_built": {
        "core/CMakeLists.txt": "crisper_library(core base/a.cpp\n# base/b.cpp\n base/c.cpp.in)\n",
        "core/base/a.cpp": "",
        "core/base/b.cpp": "",
        "core/base/c.cpp": "",
    },
    "no_machine_paths": {
        "docs/a.md": f"See {MACHINE_PATH} BAD\n",
        "core/a.cpp": f'open("{MACHINE_PATH}/b");  // BAD\n',
    },
    "links_resolve": {
        "docs/a.md": "[b](b.md) BAD\n[c](../core/none.hpp#x) BAD\n[d](../README.md)\n",
        "README.md": "x\n",
    },
    "change_log": {"CHANGELOG.md": "# Changes\n\n## 0.1.0\n"},
}

# Where a bad tree can't say BAD on the bad line.
BAD_PLACES = {
    "snake_case": ["core/base/SimTime.hpp:0", "core/base/sim-time.cpp:0", "docs/Formats/trace.md:0"],
    "file_length": ["core/a.cpp:0"],
    "white_space": ["core/a.cpp:1", "core/a.cpp:3", "core/a.cpp:4", "core/b.cpp:3"],
    "tests_assert": ["tests/core/a_test.cpp:0"],
    "tests_mirror": [
        "tests/core/pipeline:0",
        "tests/core/sim/world:0",
        "tests/properties/laws:0",
        "tests/sim/core/queue:0",
    ],
    "every_source_is_built": ["core/base/b.cpp:0", "core/base/c.cpp:0"],
    "change_log": ["CHANGELOG.md:0"],
}

GOOD = {
    "arrows": {
        "core/a.hpp": '#include "core/b.hpp"\n// #include "sim/a.hpp"\n#include <vector>\n',
        "reports/a.cpp": '#include "core/a.hpp"\n#include "sim/a.hpp"\n#include "properties/a.hpp"\n',
        "gui/a.cpp": '#include "reports/a.hpp"\n#include "gui/b.hpp"\n',
        "tests/sim/a_test.cpp": '#include "core/a.hpp"\n#include "tests/support/b.hpp"\n#include "sim/a.hpp"\n',
        "tests/package/main.cpp": '#include "core/a.hpp"\n',
    },
    "wings": {
        "properties/domain/conference/law.cpp": (
            '#include "core/domain/conference/conference.hpp"\n#include "sim/domain/conference/seats.hpp"\n'
        ),
        "sim/domain/registry.cpp": '#include "core/domain/domain.hpp"\n#include "sim/domain/registry.hpp"\n',
        "tests/cli/a_test.cpp": '#include "core/domain/conference/conference.hpp"\n',
    },
    "core_arrows": {
        "docs/ARCHITECTURE.md": (
            "| `sim/` | runs it |\n## Inside core\n"
            "| room | may include | holds |\n"
            "| --- | --- | --- |\n"
            "| `base/` | nothing | ids |\n"
            "| `log/` | all above | events |\n"
            "| `store/` | all above but `log` | events |\n"
            "| `design/` | all above but `base`, `log` | plans |\n"
            "| `ownership/` | all above | owners |\n"
            "## Inside core/ownership\n"
            "| `lock/` | nothing | locks |\n"
            "| `lease/` | all above | leases |\n"
            "## Inside gui\n| `panes/` | draws |\n"
        ),
        "core/base/a.hpp": '#include "core/base/b.hpp"\n#include <vector>\n// #include "core/log/a.hpp"\n',
        "core/log/a.cpp": '#include "core/base/a.hpp"\n',
        "core/store/a.cpp": '#include "core/base/a.hpp"\n',
        "core/design/plans/a.cpp": '#include "core/store/a.hpp"\n#include "core/design/design.hpp"\n',
        "core/ownership/list.hpp": '#include "core/log/a.hpp"\n',
        "core/ownership/lock/a.hpp": '#include "core/ownership/list.hpp"\n',
        "core/ownership/lease/a.hpp": '#include "core/ownership/lock/a.hpp"\n#include "core/base/a.hpp"\n',
        "sim/a.cpp": '#include "core/design/design.hpp"\n#include "core/base/a.hpp"\n',
    },
    "include_paths": {
        "core/a.hpp": "",
        "core/b.cpp": '#include "core/a.hpp"\n#include <vector>\n',
        "gui/window.cpp": '#include "window.moc"\n',
    },
    "own_header_first": {
        "core/a.hpp": "",
        "core/a.cpp": '// Why.\n#include "core/a.hpp"\n\n#include <vector>\n',
        "core/b.cpp": "#include <vector>\n",
    },
    "third_party_headers": {
        "sim/a.cpp": "#include <simgrid/s4u.hpp>\n",
        "core/a.hpp": "#include <tl/expected.hpp>\n#include <fmt/format.h>\n",
    },
    "core_is_deterministic": {
        "core/a.cpp": (
            "// no std::mutex, no system_clock, no std::random_device\n"
            'const char* text = "steady_clock";\n'
            "auto t = ctx.time(0);\n"
            "SimTime time(Context& ctx);\n"
            "template <>\n"
            "struct std::hash<crisper::StreamId> {};\n"
            "using std::chrono::nanoseconds;\n"
            "int operand(int a);\n"
            "std::fprintf(stderr, text);\n"
        ),
        "sim/a.cpp": "std::mutex m;\n",
    },
    "core_libraries": {
        "core/store/sqlite_event_store.cpp": "#include <SQLiteCpp/SQLiteCpp.h>\n#include <sqlite3.h>\n",
        "core/query/sqlite_views.cpp": "#include <sqlite3.h>\n",
        "core/a.cpp": '#include <vector>\n#include "core/query/query.hpp"\n',
        "sim/a.cpp": "#include <simgrid/s4u.hpp>\n",
    },
    "core_has_no_mutable_globals": {
        "core/a.cpp": (
            "constexpr int limit = 3;\n"
            "inline constexpr std::array<int, 2> both{1, 2};\n"
            "const std::string name = make();\n"
            "static constexpr int one = 1;\n"
            "static std::string text(int x);\n"
            "static std::vector<int> build() { return {}; }\n"
            "using Name = std::string;\n"
            "namespace literals = std::chrono;\n"
            "enum class Kind : int;\n"
            "struct Forward;\n"
            "template <class T>\n"
            "bool operator==(T a, T b);\n"
            "auto Foo::bar(int a,\n"
            "              int b = 0) -> int {\n"
            "  static constexpr int local = 1;\n"
            "  static const int other = 1;\n"
            "  int plain = 2;\n"
            "  return plain;\n"
            "}\n"
            "class A {\n"
            "  static A of(int x) { return {}; }\n"
            "  static constexpr bool is_steady = true;\n"
            "  int member_ = 0;\n"
            "};\n"
            "Foo::Foo() : a_(1) {}\n"
            "concept Small = sizeof(int) == 4;\n"
        ),
    },
    "unordered_lookup_only": {
        "core/a.hpp": (
            "std::unordered_map<int, int> places_;  // lookup only\n"
            "// lookup only\n"
            "std::unordered_set<int> seen_;\n"
        ),
        "sim/a.hpp": "std::unordered_set<int> seen_;  // sorted below\n",
        "gui/a.hpp": "std::unordered_map<int, int> places_;\n",
    },
    "unordered_is_not_iterated": {
        "core/a.hpp": "std::unordered_map<Key, std::vector<int>> places_;\nstd::map<int, int> sorted_;\n",
        "core/a.cpp": "void f() {\n  for (auto& [k, v] : sorted_) g(places_.find(k) != places_.end());\n}\n",
        "sim/a.cpp": (
            "std::unordered_set<int> seen;  // sorted below\n"
            "std::vector<int> f() {\n"
            "  std::vector<int> found(seen.begin(), seen.end());  // sorted below\n"
            "  std::sort(found.begin(), found.end());\n"
            "  return found;\n"
            "}\n"
        ),
    },
    "waits_are_monotonic": {
        "core/log/feed.cpp": "const SimTime due = context.monotonic() + pause;\nvirtual SimTime now() const = 0;\n",
        "sim/log/feed.cpp": "const SimTime due = engine.now() + pause;\n",
    },
    "observations_measure_true_time": {
        "core/log/feed.cpp": (
            "context.observe({.kind = ObservationKind::lock_granted, .a = to_ns(*limit), .since = since});\n"
            "const SimTime due = context.monotonic() - pause;\n"
        ),
    },
    "one_type_per_name": {
        "core/a.hpp": (
            "namespace crisper {\nstruct A;\nstruct A {\n  struct B {\n  };\n};\ntemplate <class T>\n"
            "struct G {\n};\n}  // namespace crisper\n"
        ),
        "core/a.cpp": (
            "namespace crisper {\nnamespace {\nstruct B {\n};\n}  // namespace\nstruct A::Impl {\n};\n"
            "template <>\nstruct G<int> {\n};\n}  // namespace crisper\n"
        ),
        "sim/b.cpp": "namespace crisper::sim {\nnamespace {\nstruct B {\n};\n}  // namespace\nstruct A {\n};\n"
        "}  // namespace crisper::sim\n",
        "tests/core/a.cpp": "namespace crisper {\nstruct A {\n};\n}  // namespace crisper\n",
        "tests/sim/a.cpp": "namespace crisper {\nstruct A {\n};\n}  // namespace crisper\n",
    },
    "snake_case": {
        "core/base/sim_time.hpp": "",
        "README.md": "",
        "docs/decisions/0001_processes.md": "",
        "cmake/CrisperTargets.cmake": "",
        ".ci/run": "",
        "tests/CMakeLists.txt": "",
    },
    "file_length": {"core/a.cpp": "int a();\n" * 400, "tests/golden/trace.txt": "a\n" * 1000},
    "function_length": {
        "core/a.cpp": "namespace a {\nint f() {\n" + "g();\n" * 68 + "}\nint h() {\n" + "g();\n" * 60 + "}\n}\n",
        "core/b.cpp": "const std::vector<int> all = {\n" + "f(1),\n" * 90 + "};\n",
        "core/c.hpp": "enum class E {\n" + "a,\n" * 90 + "};\n",
    },
    "line_length": {"core/a.cpp": "//" + 118 * "x" + "\n", "docs/a.md": 200 * "x" + "\n"},
    "white_space": {"core/a.cpp": "int a();\n\nint b();\n", "tests/golden/a.txt": "a \n"},
    "pragma_once": {"core/a.hpp": "// What and why.\n#pragma once\n", "core/a.cpp": ""},
    "tests_assert": {
        "tests/core/a_test.cpp": "TEST(A, b) { EXPECT_EQ(1, 1); }\n",
        "tests/core/b_test.cpp": "RC_GTEST_PROP(B, c, (int x)) { RC_ASSERT(x == x); }\n",
        "tests/support/c.cpp": "int helper();\n",
    },
    "tests_mirror": {
        "core/log/a.cpp": "",
        "sim/world/a.cpp": "",
        "tests/core/log/a_test.cpp": "",
        "tests/core/b_test.cpp": "",
        "tests/sim/core/log/a_test.cpp": "",
        "tests/properties/sim/world/a_test.cpp": "",
        "tests/bench/whatever/a.cpp": "",
    },
    "tests_use_no_real_time": {
        "tests/core/a_test.cpp": "co_await ctx.sleep(1ms);\n// never sleep_for\n",
        "tests/bench/a.cpp": "auto t = std::chrono::steady_clock::now();\n",
    },
    "every_source_is_built": {
        "core/CMakeLists.txt": "crisper_library(core\n  base/a.cpp\n)\nadd_subdirectory(store)\n",
        "core/base/a.cpp": "",
        "core/store/CMakeLists.txt": "target_sources(crisper_core PRIVATE b.cpp)\n",
        "core/store/b.cpp": "",
    },
    "no_machine_paths": {"docs/a.md": "a/home/b, https://example.org/home/, $root/home/x\n"},
    "links_resolve": {
        "docs/a.md": (
            "[b](../README.md#top) [c](#here) [d](https://x.org) [e](../docs) [f](formats/)\n"
            "```\n[x](none.md)\n```\n"
        ),
        "docs/formats/trace.md": "`[x](none.md)`\n",
        "README.md": "x\n",
    },
    "change_log": {"CHANGELOG.md": "# Changes\n\n## Unreleased\n"},
}
