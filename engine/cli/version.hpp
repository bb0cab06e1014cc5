// Names and versions that this program answers with, and where its makefile library is.
#pragma once

#include <string>
#include <string_view>

namespace mmk::fs {
class FileSystem;
}

namespace mmk::cli {

/// The dialect that makefiles ask for (MAKE_VERSION): behaves as that release of bmake.
inline constexpr std::string_view k_bmake_version = "20230303";

/// "mmk 0.1.0 ..." and the versions of the formats it writes; one JSON object with `json`.
[[nodiscard]] std::string version_text(bool json);

/// ${bindir}/../share/mmk/mk if that exists, else the directory given at compile time.
[[nodiscard]] std::string default_system_path(const std::string& executable,
                                              const fs::FileSystem& files);

} // namespace mmk::cli
