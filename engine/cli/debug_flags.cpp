#include "cli/debug_flags.hpp"

#include "base/fatal.hpp"
#include "cli/command_line.hpp"
#include "fs/paths.hpp"

#include <algorithm>
#include <array>

namespace mmk::cli {

namespace {

struct Letter {
  char letter;
  Debug category;
};
constexpr std::array k_letters{
    Letter{'a', Debug::arch},  Letter{'C', Debug::cwd},   Letter{'c', Debug::cond},
    Letter{'d', Debug::dir},   Letter{'e', Debug::error}, Letter{'f', Debug::for_loop},
    Letter{'h', Debug::hash},  Letter{'j', Debug::job},   Letter{'l', Debug::loud},
    Letter{'M', Debug::meta},  Letter{'m', Debug::make},  Letter{'n', Debug::script},
    Letter{'p', Debug::parse}, Letter{'s', Debug::suff},  Letter{'t', Debug::targ},
    Letter{'v', Debug::var},   Letter{'x', Debug::shell},
};

/// F[+]NAME: the rest of the argument.
void choose_output(CommandLineContext& context, std::string name) {
  const bool append = name.starts_with('+');
  if (append) {
    name.erase(0, 1);
  }
  if (name == "stdout") {
    context.debug.to_stdout();
  } else if (name == "stderr") {
    context.debug.to_stderr();
  } else {
    if (name.ends_with(".%d")) {
      name.replace(name.size() - 2, 2, std::to_string(context.pid));
    }
    const std::string& cwd = context.variables.context().files.file_system().cwd();
    if (!context.debug.to_file(fs::join(cwd, name), append)) {
      context.diag.sink().flush();
      context.diag.sink().err("Cannot open debug file \"" + name + "\"\n");
      throw FatalError{"", 2};
    }
  }
}

Debug graph_category(char digit) {
  return digit == '2' ? Debug::graph2 : digit == '3' ? Debug::graph3 : Debug::graph1;
}

} // namespace

void apply_debug_flags(CommandLineContext& context, const std::string& letters) {
  context.debug_given = true;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const char c = letters[i];
    if (c == '-' && i == 0) {
      continue;
    }
    if (c == '0') {
      context.debug.disable_all();
    } else if (c == 'A') {
      context.debug.enable(~static_cast<std::uint32_t>(Debug::lint));
    } else if (c == 'F') {
      choose_output(context, letters.substr(i + 1));
      return;
    } else if (c == 'g') {
      const bool digit = i + 1 < letters.size() && letters[i + 1] >= '1' && letters[i + 1] <= '3';
      context.debug.enable(graph_category(digit ? letters[++i] : '1'));
    } else if (c == 'L') {
      context.debug.enable(Debug::lint);
      context.options.lint = true;
    } else if (c == 'V') {
      context.options.debug_vars_expanded = true;
    } else {
      const auto* const known =
          std::find_if(k_letters.begin(), k_letters.end(),
                       [c](const Letter& letter) { return letter.letter == c; });
      if (known == k_letters.end()) {
        throw UsageError{std::string("illegal argument to d option -- ") + c};
      }
      context.debug.enable(known->category);
    }
  }
}

} // namespace mmk::cli
