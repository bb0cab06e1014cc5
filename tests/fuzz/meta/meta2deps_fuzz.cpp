// Arbitrary bytes as a .meta file for meta2deps: no crash, and either a refusal or the two lists.
#include "base/assert.hpp"
#include "fs/memory_file_system.hpp"
#include "tools/meta2deps/meta2deps.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mmk;
  fs::MemoryFileSystem files("/obj/m/dir");
  files.put("/src/lib/a.h", "");
  files.put("/obj/m/lib/liba.a", "");
  files.put("/obj/m/lib/.dirdep", "# lib.m\n");
  files.symlink("/src/lib", "/obj/m/link");
  files.symlink("loop", "/src/loop");
  meta2deps::Config config;
  config.srctops = {"/src"};
  config.objroots = {"/obj/m"};
  config.machine = "m";
  config.curdir = "/src/dir";
  config.reldir = "dir";
  config.dpdeps = "out";
  meta2deps::Collector collector(files, config);
  if (collector.add_text("x.meta", {reinterpret_cast<const char*>(data), size})) {
    MMK_ASSERT(collector.output().find("src:") != std::string::npos);
    (void)collector.file_depends();
  }
  return 0;
}
