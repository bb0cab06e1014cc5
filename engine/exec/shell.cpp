#include "exec/shell.hpp"

#include "exec/words.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace mmk::exec {

namespace {

// The template of shells without error control: leave the script with the command's own status.
constexpr std::string_view k_check = "{ %s \n} || exit $?\n";
constexpr std::string_view k_echo = "echo \"%s\"\n";

Shell make_sh() {
  Shell s;
  s.name = "sh";
  s.path = "/bin/sh";
  s.echo_template = k_echo;
  s.ignore_template = "%s\n";
  s.check_template = k_check;
  return s;
}

Shell make_ksh() {
  Shell s;
  s.name = "ksh";
  s.path = "/bin/ksh";
  s.has_echo_control = true;
  s.echo_off = "set +v";
  s.echo_on = "set -v";
  s.no_print = "set +v";
  s.echo_template = k_echo;
  s.ignore_template = "%s\n";
  s.check_template = k_check;
  s.echo_flag = "v";
  return s;
}

Shell make_csh() {
  Shell s;
  s.name = "csh";
  s.path = "/bin/csh";
  s.has_echo_control = true;
  s.echo_off = "unset verbose";
  s.echo_on = "set verbose";
  s.no_print = "unset verbose";
  s.echo_template = k_echo;
  s.ignore_template = "csh -c \"%s || exit 0\"\n";
  s.newline = "'\\\n'";
  s.echo_flag = "v";
  s.exit_flag = "e";
  return s;
}

// Words of is_shell_word().
constexpr std::array<std::string_view, 41> k_shell_words{
    ".",     "[",    "alias", "bg",     "break",  "case",   "cd",       "command", "continue",
    "echo",  "eval", "exec",  "exit",   "export", "fg",     "for",      "getopts", "hash",
    "if",    "jobs", "kill",  "printf", "pwd",    "read",   "readonly", "return",  "set",
    "shift", "test", "times", "trap",   "type",   "ulimit", "umask",    "unalias", "unset",
    "until", "wait", "while", "local",  "time"};

// Reserved words and builtins of some shell, besides those.
constexpr std::array<std::string_view, 31> k_more_shell_words{
    "bind", "builtin", "caller", "chdir",  "compgen", "declare",  "dirs",   "disown",
    "do",   "done",    "elif",   "else",   "enable",  "esac",     "fc",     "fi",
    "help", "history", "in",     "let",    "logout",  "mapfile",  "popd",   "pushd",
    "then", "select",  "shopt",  "source", "suspend", "function", "typeset"};

struct Builtin {
  std::string_view name;
  Shell (*make)();
};
constexpr std::array k_builtins{Builtin{"sh", make_sh}, Builtin{"ksh", make_ksh},
                                Builtin{"csh", make_csh}};

/// A .SHELL line while it is read: what was given and what was not.
struct Draft {
  std::optional<std::string> name;
  std::optional<std::string> path;
  std::optional<std::string> check;
  std::optional<std::string> ignore;
  std::optional<std::string> errout;
  Shell shell;
  bool full = false; ///< more than a name and a path
};

struct Keyword {
  std::string_view name;
  void (*apply)(Draft&, std::string);
};

constexpr std::array k_keywords{
    Keyword{"name", [](Draft& d, std::string v) { d.name = std::move(v); }},
    Keyword{"path", [](Draft& d, std::string v) { d.path = std::move(v); }},
    Keyword{"quiet", [](Draft& d, std::string v) { d.shell.echo_off = std::move(v); }},
    Keyword{"echo", [](Draft& d, std::string v) { d.shell.echo_on = std::move(v); }},
    Keyword{"filter", [](Draft& d, std::string v) { d.shell.no_print = std::move(v); }},
    Keyword{"echoFlag", [](Draft& d, std::string v) { d.shell.echo_flag = std::move(v); }},
    Keyword{"errFlag", [](Draft& d, std::string v) { d.shell.exit_flag = std::move(v); }},
    Keyword{"newline", [](Draft& d, std::string v) { d.shell.newline = std::move(v); }},
    Keyword{"check", [](Draft& d, std::string v) { d.check = std::move(v); }},
    Keyword{"ignore", [](Draft& d, std::string v) { d.ignore = std::move(v); }},
    Keyword{"errout", [](Draft& d, std::string v) { d.errout = std::move(v); }},
    Keyword{"hasErrCtl",
            [](Draft& d, std::string v) {
              d.shell.has_error_control =
                  !v.empty() && std::string_view("YyTt1").find(v[0]) != std::string_view::npos;
            }},
};

Result<> read_word(Draft& draft, std::string_view word) {
  const std::size_t eq = word.find('=');
  for (const Keyword& keyword : k_keywords) {
    if (eq != std::string_view::npos && word.substr(0, eq) == keyword.name) {
      keyword.apply(draft, std::string(word.substr(eq + 1)));
      draft.full = draft.full || (keyword.name != "name" && keyword.name != "path");
      return {};
    }
  }
  return fail(Errc::parse_error, "Unknown keyword \"" + std::string(word) + "\"");
}

std::string base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

/// Only a name or a path: one of the built-in specs.
Result<Shell> select_builtin(const Draft& draft) {
  const std::string name = draft.name ? *draft.name : base_name(*draft.path);
  Shell shell = builtin_shell(name);
  if (name.empty() || shell.name.empty()) {
    return fail(Errc::parse_error, draft.name ? "Please specify shell path" : "No matching shell");
  }
  if (draft.path) {
    shell.path = *draft.path;
  }
  return shell;
}

Shell finish_full(Draft draft) {
  Shell shell = std::move(draft.shell);
  shell.path = draft.path.value_or("");
  shell.name = draft.name.value_or(base_name(shell.path));
  if (shell.path.empty()) {
    shell.path = "/bin/" + shell.name;
  }
  shell.has_echo_control = !shell.echo_on.empty() && !shell.echo_off.empty();
  // "check" and "ignore" switch error control or are templates, whichever the shell can do.
  shell.error_on = draft.check.value_or("");
  shell.error_off = draft.ignore.value_or("");
  shell.echo_template = draft.check.value_or("");
  shell.ignore_template = draft.ignore.value_or("%s\n");
  shell.check_template = draft.errout.value_or("");
  return shell;
}

} // namespace

Shell builtin_shell(std::string_view name) {
  for (const Builtin& builtin : k_builtins) {
    if (builtin.name == (name.empty() ? "sh" : name)) {
      return builtin.make();
    }
  }
  return {};
}

std::vector<std::string> script_arguments(const Shell& shell, bool echo, bool ignore) {
  std::vector<std::string> args{base_name(shell.path)};
  const std::string exit_flag = ignore ? "" : shell.exit_flag;
  const std::string echo_flag = echo ? shell.echo_flag : "";
  // Flags written with their own '-' are passed one by one, others are put together.
  if (shell.echo_flag.starts_with('-') || shell.exit_flag.starts_with('-')) {
    for (const std::string& flag : {exit_flag, echo_flag}) {
      if (!flag.empty()) {
        args.push_back(flag);
      }
    }
  } else if (!exit_flag.empty() || !echo_flag.empty()) {
    args.push_back("-" + exit_flag + echo_flag);
  }
  return args;
}

Result<Shell> parse_shell_spec(std::string_view spec) {
  const auto words = split_words(spec);
  if (!words) {
    return fail(Errc::parse_error, "Unterminated quoted string [" + std::string(spec) + "]");
  }
  Draft draft;
  for (const std::string& word : *words) {
    MMK_TRY(read_word(draft, word));
  }
  if (!draft.path && !draft.name) {
    return fail(Errc::parse_error, "Neither path nor name specified");
  }
  if (!draft.full) {
    return select_builtin(draft);
  }
  return finish_full(std::move(draft));
}

bool is_shell_word(std::string_view word) {
  return std::find(k_shell_words.begin(), k_shell_words.end(), word) != k_shell_words.end();
}

bool is_some_shells_word(std::string_view word) {
  return is_shell_word(word) || std::find(k_more_shell_words.begin(), k_more_shell_words.end(),
                                          word) != k_more_shell_words.end();
}

bool needs_shell(std::string_view command) {
  if (is_shell_word(command.substr(0, command.find_first_of(" \t")))) {
    return true;
  }
  return command.find_first_of("#=|^(){};&<>*?[]:$`\\\n") != std::string_view::npos;
}

} // namespace mmk::exec
