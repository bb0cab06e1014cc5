// The files and loops that are being read, innermost last: where messages point, the variables that
// say so to makefiles (.PARSEDIR and kin), and the trail printed under messages with -dp. Knows no
// directives.
#pragma once

#include "lang/for_loop.hpp"
#include "lang/line_reader.hpp"
#include "lang/variables.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mmk::lang {

struct Input {
  std::string_view name; ///< as it was opened; of a loop: of the file it stands in
  LineReader reader;
  std::unique_ptr<ForLoop> loop; ///< null: a file
  int head_line = 0;             ///< of the .for
  int lines_before_body = 0;
  std::size_t base_conditions = 0; ///< open .if blocks when it began
  bool is_depend = false;          ///< what it says is a generated dependency
};

class InputStack {
public:
  explicit InputStack(Variables& variables) : m_variables(&variables) {}

  [[nodiscard]] bool empty() const { return m_inputs.empty(); }
  [[nodiscard]] std::size_t size() const { return m_inputs.size(); }
  [[nodiscard]] Input& top() { return *m_inputs.back(); }
  [[nodiscard]] const Input& top() const { return *m_inputs.back(); }

  void push_file(std::string_view name, std::string bytes, std::size_t base_conditions,
                 bool is_depend);
  /// Begins the loop's first turn.
  void push_loop(std::unique_ptr<ForLoop> loop, int head_line, int lines_before_body,
                 std::size_t base_conditions);
  /// The next turn of the innermost loop, if there is one.
  bool next_turn();
  /// Back to the input that this one was read from; false if there is none.
  bool pop();
  /// Forgets everything at once.
  void clear();

  /// As messages name it: absolute, unless it is standard input.
  [[nodiscard]] Location shown() const;
  /// As the file was named when it was opened.
  [[nodiscard]] Location raw() const;
  [[nodiscard]] std::string trace(bool including_innermost = false) const;

private:
  void set_file_variables();
  void set_pair(std::string_view file, std::string_view dir_name, std::string_view file_name);
  void remember_makefile(std::string_view name);
  [[nodiscard]] const Input* including_file() const;
  [[nodiscard]] const std::string& real_name(std::string_view name) const;

  Variables* m_variables;
  std::vector<std::unique_ptr<Input>> m_inputs;
  mutable std::map<std::string, std::string> m_real_names;
};

} // namespace mmk::lang
