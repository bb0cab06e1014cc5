// MAKEFLAGS and the command line: a Session in memory that only prints a variable.
#include "cli/session.hpp"
#include "exec/fake_launcher.hpp"
#include "fs/memory_file_system.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace {

class Nothing final : public mmk::ReportSink {
public:
  void out(std::string_view) override {}
  void err(std::string_view) override {}
  void flush() override {}
};

/// What reaches outside of memory (files, standard input, shells) is not for a fuzzer.
bool harmless(const std::string& text) {
  return text.find('F') == std::string::npos && text.find('f') == std::string::npos &&
         text.find('!') == std::string::npos && text.find("sh") == std::string::npos &&
         text.find('J') == std::string::npos && text.find('T') == std::string::npos;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size); // NOLINT
  if (!harmless(text) || text.find('\0') != std::string::npos) {
    return 0;
  }
  mmk::fs::MemoryFileSystem disk("/w");
  disk.put("/w/Makefile", "all:\n\t@true\n");
  mmk::exec::FakeLauncher launcher;
  Nothing sink;
  mmk::Host host;
  host.argv = {"mmk", "-r", "-V", "MAKE"};
  host.environment = {"MAKEFLAGS=" + text};
  host.cwd = "/w";
  mmk::cli::Session session(host, mmk::cli::SessionParts{sink, disk, launcher, nullptr});
  (void)session.run();
  return 0;
}
