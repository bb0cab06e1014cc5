#include "cli/version.hpp"

#include "base/json_writer.hpp"
#include "fs/file_system.hpp"
#include "fs/paths.hpp"

#ifndef MMK_SOURCE_MK_DIR
#define MMK_SOURCE_MK_DIR "/usr/share/mk"
#endif
#ifndef MMK_VERSION
#define MMK_VERSION "0"
#endif

namespace mmk::cli {

std::string version_text(bool json) {
  if (!json) {
    return "mmk " MMK_VERSION " (bmake " + std::string(k_bmake_version) +
           ", .meta with filemon version 5)\n";
  }
  JsonWriter writer;
  writer.begin_object()
      .field("program", "mmk")
      .field("version", MMK_VERSION)
      .field("bmake", k_bmake_version)
      .field("filemon", 5)
      .end_object();
  return writer.take() + "\n";
}

std::string default_system_path(const std::string& executable, const fs::FileSystem& files) {
  if (!executable.empty()) {
    const std::string installed =
        fs::normalize(std::string(fs::dirname(executable)) + "/../share/mmk/mk");
    if (files.stat(installed).is_directory()) {
      return installed;
    }
  }
  return MMK_SOURCE_MK_DIR;
}

} // namespace mmk::cli
