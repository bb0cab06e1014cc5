// What the kernel would read of a program: any bytes may be executed, so any bytes reach this.
#include "base/assert.hpp"
#include "base/unique_fd.hpp"
#include "tracer/program.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const mmk::UniqueFd file(::memfd_create("program", MFD_CLOEXEC));
  if (::write(file.get(), data, size) != static_cast<ssize_t>(size)) {
    return 0;
  }
  const mmk::tracer::ProgramFacts facts =
      mmk::tracer::ProgramReader().read(AT_FDCWD, "/proc/self/fd/" + std::to_string(file.get()));
  for (const std::string& helper : facts.helpers) {
    MMK_ASSERT(!helper.empty() && helper.find('\0') == std::string::npos);
  }
  return 0;
}
