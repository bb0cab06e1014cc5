// Runs arbitrary text in the shell that needs no process; an exit status has to be one.
#include "exec/sh_interpreter.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  mmk::tracer::Command place;
  place.cwd = "/usr/share";
  place.environment = {"PATH=/usr/bin:/bin", "PWD=/usr/share", "WORDS= a b/c  * ", "EMPTY="};
  place.argv = {"wrap", "first", "second one"};
  const auto outcome = mmk::exec::run_sh(text, place);
  if (outcome && (outcome->status < 0 || outcome->status > 255)) {
    std::abort();
  }
  (void)mmk::exec::run_sh_wrapper(text, "/usr/bin/wrap", place);
  return 0;
}
