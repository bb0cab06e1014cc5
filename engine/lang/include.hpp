// Where makefiles are looked for: beside the including file, along -I, .PATH and the system path.
// Finds names, opens nothing.
#pragma once

#include "fs/search_path.hpp"
#include "lang/parser.hpp"
#include "lang/variables.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mmk::lang {

class IncludeFinder {
public:
  IncludeFinder(Variables& variables, const IncludePaths& paths)
      : m_variables(&variables), m_paths(&paths) {}

  /// `.include "name"` (or <name> if `system`) in the file called `from`.
  [[nodiscard]] std::optional<std::string> find(std::string_view name, bool system,
                                                std::string_view from) const;
  /// Along -I, then the system path, or upwards for ".../name": makefiles of the command line.
  [[nodiscard]] std::optional<std::string> find_makefile(std::string_view name) const;
  /// In the directories of the system path, then in the current directory.
  [[nodiscard]] std::optional<std::string> find_system(std::string_view name) const;
  /// Only in the directories of the system path.
  [[nodiscard]] std::optional<std::string> find_system_only(std::string_view name) const;

private:
  [[nodiscard]] std::optional<std::string> along(const std::vector<std::string>& dirs,
                                                 std::string_view name) const;
  [[nodiscard]] std::optional<std::string> quoted(std::string_view name,
                                                  std::string_view from) const;
  [[nodiscard]] std::optional<std::string> along_path(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> system_dirs() const;
  [[nodiscard]] std::optional<std::string> find_upward(std::string_view name) const;
  [[nodiscard]] std::string upward(std::string_view name) const;
  [[nodiscard]] fs::SearchRoots roots() const;

  Variables* m_variables;
  const IncludePaths* m_paths;
};

} // namespace mmk::lang
