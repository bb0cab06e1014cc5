// Command line of meta2deps and the run over its files.
#pragma once

#include "tools/meta2deps/meta2deps.hpp"

#include <functional>
#include <string>
#include <vector>

namespace mmk::meta2deps {

struct Invocation {
  Config config;
  std::vector<std::string> files; ///< *.meta and @LIST arguments
};

/// `variable`: the environment (MACHINE, SB_SRC, SB_OBJROOT give defaults); nullptr = not set.
[[nodiscard]] mmk::Result<Invocation>
parse_arguments(const std::vector<std::string>& arguments,
                const std::function<const char*(const char*)>& variable);

/// What to print.
struct Result {
  std::string output;
  std::string debug;
};

/// Reads the files and writes the DPDEPS file if one is asked for.
[[nodiscard]] mmk::Result<Result> run(fs::FileSystem& disk, Invocation invocation);

} // namespace mmk::meta2deps
