#include "base/io.hpp"
#include "fs/real_file_system.hpp"
#include "tools/meta/commands.hpp"

#include <cstdio>
#include <cstdlib>

namespace {

std::string current_directory() {
  char* name = ::get_current_dir_name();
  std::string cwd = name == nullptr ? "/" : name;
  std::free(name);
  return cwd;
}

} // namespace

int main(int argc, char** argv) {
  mmk::fs::RealFileSystem disk(current_directory());
  mmk::metatool::Context context{disk, "", "", mmk::SystemClock().now()};
  const int status = mmk::metatool::run(context, argc, argv);
  std::fwrite(context.err.data(), 1, context.err.size(), stderr);
  return mmk::write_output("meta", context.out) ? status : mmk::metatool::k_error;
}
