#include "base/io.hpp"
#include "fs/real_file_system.hpp"
#include "tools/meta2deps/options.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

namespace {

/// The script says what went wrong on standard output, where its callers look for it.
int give_up(const mmk::Error& error) {
  fmt::print("ERROR:  {}\n", error.text);
  return 1;
}

std::string current_directory() {
  char* name = ::get_current_dir_name();
  std::string cwd = name == nullptr ? "/" : name;
  std::free(name);
  return cwd;
}

} // namespace

int main(int argc, char** argv) {
  using namespace mmk::meta2deps;
  const auto variable = [](const char* name) -> const char* { return std::getenv(name); };
  mmk::Result<Invocation> invocation =
      parse_arguments(std::vector<std::string>(argv + 1, argv + argc), variable);
  if (!invocation) {
    return give_up(invocation.error());
  }
  mmk::fs::RealFileSystem disk(current_directory());
  mmk::Result<Result> result = run(disk, *std::move(invocation));
  if (!result) {
    return give_up(result.error());
  }
  std::fwrite(result->debug.data(), 1, result->debug.size(), stderr);
  return mmk::write_output("meta2deps", result->output) ? 0 : 1;
}
