#include "cli/output/output_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <system_error>
#include <vector>

#include "cli/output/standard_streams.hpp"
#include "core/base/assert.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;

Result<void, OutputTrouble> write_directly(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::app);
  file << text;
  file.close();
  if (!file) return failure(cannot("write", path, errno));
  return {};
}

/// Files that have their names, taken back unless all have: also where standard output is the one that fails.
class MovedFiles {
 public:
  MovedFiles() = default;
  MovedFiles(const MovedFiles&) = delete;
  MovedFiles& operator=(const MovedFiles&) = delete;
  ~MovedFiles() {
    std::error_code ignored;
    for (const fs::path& own : paths_) fs::remove(own, ignored);
  }
  void add(const fs::path& path) { paths_.push_back(path); }
  void keep() { paths_.clear(); }

 private:
  std::vector<fs::path> paths_;
};

bool may_replace(const fs::path& path, const OutputFile::IsOwn& is_own) {
  std::error_code error;
  return is_own && fs::is_regular_file(fs::symlink_status(path, error)) && is_own(path);
}

}  // namespace

Result<OutputFile, OutputTrouble> OutputFile::open(const fs::path& target) {
  return open_own(target, {});
}

Result<OutputFile, OutputTrouble> OutputFile::open_own(const fs::path& target, IsOwn is_own) {
  if (means_standard_output(target)) return OutputFile(target, std::nullopt);
  std::error_code error;
  const fs::file_status status = fs::status(target, error);
  if (fs::is_directory(status)) {
    return failure(OutputTrouble{exit_bad_input, fmt::format("cannot write '{}': it is a directory", target.string())});
  }
  const bool is_stream = fs::exists(status) && !fs::is_regular_file(status);
  // Whatever a stream was led to, nobody wants a file of that name beside it.
  if (is_stream || target.string().starts_with("/dev/")) return OutputFile(target, std::nullopt);
  if (error && status.type() != fs::file_type::not_found) return failure(cannot("write", target, error.value()));
  if (!is_free_place(target) && !may_replace(target, is_own)) return failure(is_taken(target));
  const fs::path absolute = fs::absolute(target, error).lexically_normal();
  if (error) return failure(cannot("write", target, error.value()));
  Result<Staging, OutputTrouble> staging = Staging::make(absolute, Staging::Kind::file);
  if (!staging) return failure(staging.error());
  OutputFile file(target, std::move(*staging));
  file.is_own_ = std::move(is_own);
  return file;
}

Result<OutputFile, OutputTrouble> OutputFile::open_next(const fs::path& base) {
  for (std::size_t number = 1;; ++number) {
    const std::string name =
        number == 1 ? base.filename().string()
                    : fmt::format("{}-{}{}", base.stem().string(), number, base.extension().string());
    const fs::path target = base.parent_path() / name;
    if (is_free_place(target)) return open(target);
  }
}

Result<void, OutputTrouble> OutputFile::publish(const std::string& text) {
  const Whole alone{this, text};
  return publish_together({&alone, 1});
}

Result<void, OutputTrouble> OutputFile::publish_together(std::span<const Whole> files) {
  for (const Whole& each : files) {
    const bool is_last = &each == &files.back();
    CRISPER_ASSERT(!each.file->is_own_ || is_last, "what was replaced can't be brought back: nothing may follow it");
    if (!each.file->staging_) continue;
    if (const auto staged = each.file->stage(each.text); !staged) return staged;
  }
  MovedFiles moved;
  for (const Whole& each : files) {
    OutputFile& file = *each.file;
    if (const auto written = file.staging_ ? file.move_in() : file.write_stream(each.text); !written) return written;
    if (file.staging_) moved.add(file.target_);
  }
  moved.keep();
  return {};
}

Result<void, OutputTrouble> OutputFile::stage(const std::string& text) {
  const auto written = write_directly(staging_->path(), text);
  if (written) return {};
  return failure(OutputTrouble{written.error().code, cannot("write", target_, errno).line});
}

Result<void, OutputTrouble> OutputFile::write_stream(const std::string& text) const {
  if (!means_standard_output(target_)) return write_directly(target_, text);
  put_out(text);
  return {};
}

Result<void, OutputTrouble> OutputFile::move_in() {
  return may_replace(target_, is_own_) ? staging_->move_over(target_) : staging_->move_to(target_);
}

}  // namespace crisper::cli
