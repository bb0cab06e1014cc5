#include "exec/sh_builtins.hpp"

#include "exec/plain_script.hpp"
#include "exec/sh_test_command.hpp"
#include "exec/shell.hpp"
#include "exec/spawn.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace mmk::exec {

namespace {

using Words = std::vector<std::string>;
using Answer = std::optional<ShPrinted>;

std::optional<std::string_view> variable(const ShPlace& place, std::string_view name) {
  for (const std::string& entry : *place.environment) {
    if (entry.starts_with(name) && entry[name.size()] == '=') {
      return std::string_view(entry).substr(name.size() + 1);
    }
  }
  return std::nullopt;
}

/// The shells differ in options and backslashes.
Answer run_echo(const Words& words, ShPlace&) {
  const bool odd = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word.find('\\') != std::string::npos;
  });
  if (odd || (words.size() > 1 && words[1].starts_with('-'))) {
    return std::nullopt;
  }
  return ShPrinted{0, plain_builtin(words)->output};
}

/// One pass through a format of "%s", "%%", "\n" and plain text.
class Format {
public:
  Format(std::string_view format, const Words& words) : m_format(format), m_words(&words) {}

  Answer run() {
    do {
      m_has_conversion = false;
      for (std::size_t i = 0; i < m_format.size(); ++i) {
        const bool escapes = m_format[i] == '%' || m_format[i] == '\\';
        if (!escapes) {
          m_output += m_format[i];
        } else if (!special(m_format.substr(i++, 2))) {
          return std::nullopt;
        }
      }
    } while (m_has_conversion && m_next < m_words->size());
    return ShPrinted{0, std::move(m_output)};
  }

private:
  bool special(std::string_view text) {
    if (text == "%s") {
      m_has_conversion = true;
      m_output += m_next < m_words->size() ? (*m_words)[m_next++] : "";
    } else if (text == "%%") {
      m_output += '%';
    } else if (text == "\\n") {
      m_output += '\n';
    } else {
      return false;
    }
    return true;
  }

  std::string_view m_format;
  const Words* m_words;
  std::size_t m_next = 2;
  bool m_has_conversion = false;
  std::string m_output;
};

Answer run_printf(const Words& words, ShPlace&) {
  if (words.size() < 2 || words[1].starts_with('-')) {
    return std::nullopt;
  }
  return Format(words[1], words).run();
}

Answer run_test(const Words& words, ShPlace& place) {
  Words operands(words.begin() + 1, words.end());
  if (words[0] == "[") {
    if (operands.empty() || operands.back() != "]") {
      return std::nullopt;
    }
    operands.pop_back();
  }
  const std::optional<bool> result = sh_test(operands, place.cwd);
  return result ? Answer(ShPrinted{*result ? 0 : 1, ""}) : std::nullopt;
}

/// The logical directory that "cd to" leads to; nullopt: not all shells agree on it.
std::optional<std::string> directory(const std::string& cwd, std::string_view to) {
  std::string result = to.starts_with('/') ? "" : cwd == "/" ? "" : cwd;
  bool named = false;
  while (!to.empty()) {
    const std::string_view part = to.substr(0, to.find('/'));
    to.remove_prefix(std::min(part.size() + 1, to.size()));
    if (part == "..") {
      if (named) { // is what it leaves a directory? Not all want to know
        return std::nullopt;
      }
      result.resize(result.empty() ? 0 : result.rfind('/'));
    } else if (!part.empty() && part != ".") {
      result.append("/").append(part);
      named = true;
    }
  }
  return result.empty() ? "/" : result;
}

Answer run_cd(const Words& words, ShPlace& place) {
  const bool plain = words.size() == 2 && !words[1].empty() && words[1][0] != '-' &&
                     !words[1].starts_with("//") && !variable(place, "CDPATH");
  const auto to = plain ? directory(place.cwd, words[1]) : std::nullopt;
  struct stat st {};
  if (!to || stat(to->c_str(), &st) != 0 || !S_ISDIR(st.st_mode) ||
      faccessat(AT_FDCWD, to->c_str(), X_OK, AT_EACCESS) != 0) {
    return std::nullopt;
  }
  place.cwd = *to;
  return ShPrinted{};
}

Answer run_pwd(const Words& words, ShPlace& place) {
  if (words.size() != 1) {
    return std::nullopt;
  }
  return ShPrinted{0, place.cwd + "\n"};
}

Answer run_true(const Words&, ShPlace&) {
  return ShPrinted{};
}
Answer run_false(const Words&, ShPlace&) {
  return ShPrinted{1, ""};
}

Answer run_command(const Words& words, ShPlace& place);

struct Builtin {
  std::string_view name;
  Answer (*run)(const Words&, ShPlace&);
};
constexpr std::array<Builtin, 10> k_builtins{{{":", run_true},
                                              {"true", run_true},
                                              {"false", run_false},
                                              {"echo", run_echo},
                                              {"printf", run_printf},
                                              {"test", run_test},
                                              {"[", run_test},
                                              {"cd", run_cd},
                                              {"pwd", run_pwd},
                                              {"command", run_command}}};

const Builtin* find_builtin(std::string_view name) {
  const auto* const found =
      std::find_if(k_builtins.begin(), k_builtins.end(),
                   [&](const Builtin& builtin) { return builtin.name == name; });
  return found != k_builtins.end() ? found : nullptr;
}

bool is_known(std::string_view name) {
  return find_builtin(name) != nullptr || is_some_shells_word(name);
}

/// "command -v program".
Answer run_command(const Words& words, ShPlace& place) {
  if (words.size() != 3 || words[1] != "-v" || words[2].empty() ||
      words[2].find('/') != std::string::npos || is_known(words[2])) {
    return std::nullopt;
  }
  const std::string path = find_program(words[2], *place.environment, place.cwd).path;
  return path.starts_with('/') ? Answer(ShPrinted{0, path + "\n"}) : std::nullopt;
}

} // namespace

Answer run_sh_builtin(const Words& words, ShPlace& place) {
  const Builtin* const builtin = find_builtin(words[0]);
  return builtin != nullptr ? builtin->run(words, place) : std::nullopt;
}

} // namespace mmk::exec
