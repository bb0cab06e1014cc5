// Which directory a run belongs to (.CURDIR) and which it works in (.OBJDIR): -C, PWD, MAKEOBJDIR*
// and their kin.
#pragma once

#include "base/environment.hpp"
#include "base/host.hpp"
#include "graph/graph.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mmk::cli {

struct DirectoryServices {
  graph::Graph& graph;
  lang::Variables& variables;
  fs::StatCache& files;
  Environment& environment;
  lang::Diagnostics& diag;
};

/// Follows -C and PWD; moves the FileSystem there. Throws FatalError if there is no such directory.
[[nodiscard]] std::string choose_curdir(DirectoryServices& services, const Host& host,
                                        const std::vector<std::string>& directories);

/// Uses `directory` (relative to .CURDIR) as .OBJDIR if it is one: moves the FileSystem, sets
/// .OBJDIR and PWD. `check_writable`: says so and refuses if it cannot be written.
bool set_objdir(DirectoryServices& services, std::string_view directory, bool check_writable);

/// The manual's list of candidates.
void choose_objdir(DirectoryServices& services, std::string_view machine,
                   std::string_view machine_arch);

} // namespace mmk::cli
