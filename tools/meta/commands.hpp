// The subcommands of `meta`: options in, exit status out; text goes to the Context.
#pragma once

#include "tools/meta/input.hpp"

#include <string>
#include <utility>
#include <vector>

namespace mmk::metatool {

struct ShowOptions {
  std::vector<std::string> files;
  bool json = false;
};
struct WhyOptions {
  std::string target;
  std::string objdir;
  std::string mode = "meta";
  std::vector<std::string> ignore_paths;
  std::vector<std::string> bailiwick;
  bool json = false;
};
struct DepsOptions {
  std::vector<std::string> files;
  std::pair<std::string, std::string> why; ///< A, B: which records make A depend on B?
  bool inputs = true;
  bool outputs = true;
  bool json = false;
};
struct AuditOptions {
  std::vector<std::string> files;
  std::vector<std::string> read_roots;  ///< reads outside of these are findings
  std::vector<std::string> write_roots; ///< writes outside of these are findings
  bool json = false;
};
struct GraphOptions {
  std::vector<std::string> files;
  bool all = false; ///< system files, too
};
struct CompdbOptions {
  std::vector<std::string> files;
  std::string output; ///< "" = standard output
};

[[nodiscard]] int show(Context& context, const ShowOptions& options);
[[nodiscard]] int why(Context& context, const WhyOptions& options);
[[nodiscard]] int deps(Context& context, const DepsOptions& options);
[[nodiscard]] int audit(Context& context, const AuditOptions& options);
[[nodiscard]] int graph(Context& context, const GraphOptions& options);
[[nodiscard]] int compdb(Context& context, const CompdbOptions& options);

/// Parses the command line and runs what it asks for.
[[nodiscard]] int run(Context& context, int argc, const char* const* argv);

} // namespace mmk::metatool
