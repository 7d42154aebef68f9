// crisper_update_docs ROOT: writes the generated documents of the scenario format anew.
#include <cstdio>
#include <fstream>

#include "sim/scenario/schema.hpp"
#include "tests/sim/scenario/documents.hpp"

int main(int argc, char** argv) {
  using namespace crisper::sim;
  if (argc != 2) {
    std::fprintf(stderr, "usage: crisper_update_docs ROOT_OF_THE_SOURCES\n");
    return 64;
  }
  const std::string root = std::string(argv[1]) + "/";
  const auto document = read_text(root + scenario_document);
  const auto updated = document ? with_reference(*document) : std::nullopt;
  if (!updated) {
    std::fprintf(stderr, "%s%s: missing, or without its generated part\n", root.c_str(), scenario_document);
    return 65;
  }
  std::ofstream(root + scenario_document, std::ios::binary) << *updated;
  const auto domain = read_text(root + domain_document);
  const auto told = domain ? with_language(*domain) : std::nullopt;
  if (!told) {
    std::fprintf(stderr, "%s%s: missing, or without its generated part\n", root.c_str(), domain_document);
    return 65;
  }
  std::ofstream(root + domain_document, std::ios::binary) << *told;
  std::ofstream(root + schema_document, std::ios::binary) << scenario_schema();
  return 0;
}
