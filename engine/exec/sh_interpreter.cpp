#include "exec/sh_interpreter.hpp"

#include "exec/sh_builtins.hpp"
#include "exec/sh_expansion.hpp"
#include "exec/sh_pattern.hpp"
#include "exec/sh_variables.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace mmk::exec {

namespace {

using Kind = ShCommand::Kind;
using When = ShAndOr::When;
using Words = std::vector<std::string>;

/// A loop that runs longer waits for something, or counts; a shell is as good at that.
constexpr int k_most_commands = 5'000;

/// More output is not what makefiles ask for.
constexpr std::size_t k_most_output = 65'536;

class Interpreter {
public:
  /// `arguments`: of the script, $0 first; empty: there is no script that they could belong to.
  Interpreter(const tracer::Command& place, Words arguments)
      : m_variables(place.environment, std::move(arguments)), m_place{place.cwd,
                                                                      &place.environment},
        m_expansion({[this](const auto& name, auto& value) { return look_up(name, value); },
                     [this](const auto& list, auto& output) { return substitute(list, output); },
                     [this] { return all_arguments(); }}) {}
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;

  std::optional<ShOutcome> run(const ShList& list) {
    const Flow flow = run_list(list);
    return flow == Flow::next || flow == Flow::exit
               ? std::optional(ShOutcome{std::move(m_output), m_status})
               : std::nullopt;
  }
  std::optional<Words> run_to_exec(const ShList& list) {
    const bool execs = run_list(list) == Flow::become;
    // Variables of the environment are exported, as is PWD.
    const bool changes = m_place.cwd != m_first_cwd || m_variables.changes_environment();
    return execs && !changes && m_output.empty() ? std::optional(std::move(m_program))
                                                 : std::nullopt;
  }

private:
  enum class Flow : std::uint8_t {
    next,
    leave_loop,
    next_turn,
    exit,
    become,  ///< another program
    give_up, ///< a real shell has to run all of it
  };

  Flow run_list(const ShList& list) {
    for (const ShAndOr& entry : list) {
      const Flow flow = run_and_or(entry);
      if (flow != Flow::next) {
        return flow;
      }
    }
    return Flow::next;
  }

  Flow run_and_or(const ShAndOr& entry) {
    for (const ShAndOr::Part& part : entry.parts) {
      const bool skip = (part.when == When::after_success && m_status != 0) ||
                        (part.when == When::after_failure && m_status == 0);
      if (skip) {
        continue;
      }
      const Flow flow = run_command(part.command);
      if (flow != Flow::next) { // the shells differ on what "! break" leaves behind
        return part.negated ? Flow::give_up : flow;
      }
      m_status = part.negated ? (m_status == 0 ? 1 : 0) : m_status;
    }
    return Flow::next;
  }

  Flow run_command(const ShCommand& command) {
    if (++m_commands > k_most_commands || m_output.size() > k_most_output) {
      return Flow::give_up;
    }
    const std::size_t size = m_output.size();
    const Flow flow = run_kind(command);
    if (flow == Flow::become && command.redirected) {
      return Flow::give_up;
    }
    m_substituted = false;
    if (command.silent) {
      m_output.resize(size);
    }
    return flow;
  }
  Flow run_kind(const ShCommand& command) {
    switch (command.kind) {
    case Kind::simple:
      return run_simple(command);
    case Kind::group:
      return run_list(command.lists[0]);
    case Kind::subshell: // dash does not always do what is asked of one that is redirected
      return command.redirected ? Flow::give_up : run_apart(command.lists[0]);
    case Kind::if_then:
      return run_if(command);
    case Kind::while_loop:
    case Kind::until_loop:
      return run_while(command);
    case Kind::for_loop:
      return run_for(command);
    case Kind::case_of:
      break;
    }
    return run_case(command);
  }

  /// In a subshell.
  Flow run_apart(const ShList& list) {
    const ShVariables variables = m_variables;
    const ShPlace place = m_place;
    ++m_subshells;
    const Flow flow = run_list(list);
    --m_subshells;
    m_variables = variables;
    m_place = place;
    return flow == Flow::next || flow == Flow::exit ? Flow::next : Flow::give_up;
  }

  Flow run_if(const ShCommand& command) {
    const std::vector<ShList>& lists = command.lists;
    for (std::size_t i = 0; i + 1 < lists.size(); i += 2) {
      const Flow flow = run_list(lists[i]);
      if (flow != Flow::next) {
        return flow;
      }
      if (m_status == 0) {
        return run_list(lists[i + 1]);
      }
    }
    if (lists.size() % 2 != 0) {
      return run_list(lists.back());
    }
    m_status = 0;
    return Flow::next;
  }

  Flow run_while(const ShCommand& command) {
    int status = 0;
    while (true) {
      Flow flow = run_list(command.lists[0]);
      if (flow == Flow::next) {
        if ((m_status == 0) == (command.kind == Kind::until_loop)) {
          break;
        }
        flow = run_list(command.lists[1]);
        status = m_status;
      } else if (flow != Flow::exit) {
        return Flow::give_up; // "break" in a condition: the status is anybody's guess
      }
      if (flow == Flow::leave_loop) {
        break;
      }
      if (flow != Flow::next && flow != Flow::next_turn) {
        return flow;
      }
    }
    m_status = status;
    return Flow::next;
  }

  Flow run_for(const ShCommand& command) {
    Words words;
    if (!m_expansion.words(command.words, words)) {
      return Flow::give_up;
    }
    m_status = words.empty() ? 0 : m_status;
    for (std::string& word : words) {
      if (!m_variables.set(command.name, std::move(word))) {
        return Flow::give_up;
      }
      const Flow flow = run_list(command.lists[0]);
      if (flow == Flow::leave_loop) {
        break;
      }
      if (flow != Flow::next && flow != Flow::next_turn) {
        return flow;
      }
    }
    return Flow::next;
  }

  Flow run_case(const ShCommand& command) {
    std::string subject;
    if (!m_expansion.text(command.words[0], subject)) {
      return Flow::give_up;
    }
    for (const ShCaseItem& item : command.cases) {
      for (const ShWord& word : item.patterns) {
        std::string pattern;
        const auto match =
            m_expansion.pattern(word, pattern) ? sh_matches(pattern, subject) : std::nullopt;
        if (!match) {
          return Flow::give_up;
        }
        if (*match && !item.body.empty()) {
          return run_list(item.body);
        }
        if (*match) {
          m_status = 0;
          return Flow::next;
        }
      }
    }
    m_status = 0;
    return Flow::next;
  }

  Flow run_simple(const ShCommand& command) {
    m_substitution_status = 0;
    Words words;
    const bool mixed = !command.assignments.empty() && !command.words.empty();
    if (mixed || !m_expansion.words(command.words, words) || !assign(command.assignments)) {
      return Flow::give_up;
    }
    if (command.words.empty()) {
      m_status = m_substitution_status;
      // bash forgets that status if there is a redirection, too.
      return command.redirected ? Flow::give_up : Flow::next;
    }
    if (words.empty()) {
      return Flow::give_up;
    }
    if (const auto flow = run_flow_word(command, words)) {
      return *flow;
    }
    auto printed = run_sh_builtin(words, m_place);
    if (!printed) {
      return Flow::give_up;
    }
    m_output += printed->output;
    m_status = printed->status;
    return Flow::next;
  }
  /// nullopt: it is another command.
  std::optional<Flow> run_flow_word(const ShCommand& command, Words& words) {
    const std::string& name = words[0];
    if (name == "exit") {
      return run_exit(words);
    }
    if (name == "exec") {
      const bool plain = words.size() > 1 && !words[1].starts_with('-') && !command.redirected;
      if (!plain || m_variables.arguments().empty() || m_subshells > 0) {
        return Flow::give_up;
      }
      m_program.assign(words.begin() + 1, words.end());
      return Flow::become;
    }
    if ((name == "break" || name == "continue")) {
      m_status = 0;
      return words.size() > 1  ? Flow::give_up
             : name == "break" ? Flow::leave_loop
                               : Flow::next_turn;
    }
    return std::nullopt;
  }
  Flow run_exit(const Words& words) {
    if (words.size() == 1) {
      return m_substituted ? Flow::give_up : Flow::exit;
    }
    const std::string& text = words[1];
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), m_status);
    const bool fits = error == std::errc() && end == text.data() + text.size();
    return words.size() == 2 && fits && m_status >= 0 && m_status < 256 ? Flow::exit
                                                                        : Flow::give_up;
  }

  bool assign(const std::vector<ShAssignment>& assignments) {
    for (const ShAssignment& assignment : assignments) {
      std::string value;
      if (!m_expansion.text(assignment.value, value) ||
          !m_variables.set(assignment.name, std::move(value))) {
        return false;
      }
    }
    return true;
  }

  bool look_up(const std::string& name, std::optional<std::string>& value) const {
    if (name == "?") {
      value = std::to_string(m_status);
      return !m_substituted;
    }
    if (name == "PWD") {
      value = m_place.cwd;
      return true;
    }
    return name != "@" && m_variables.get(name, value);
  }

  /// What "$@" is.
  [[nodiscard]] Words all_arguments() const {
    const Words& all = m_variables.arguments();
    return {all.begin() + (all.empty() ? 0 : 1), all.end()};
  }

  bool substitute(const ShList& commands, std::string& value) {
    std::string output;
    output.swap(m_output);
    const int status = m_status;
    const Flow flow = run_apart(commands);
    output.swap(m_output);
    m_substitution_status = std::exchange(m_status, status);
    m_substituted = true;
    output.resize(output.find_last_not_of('\n') + 1);
    value = std::move(output);
    return flow == Flow::next;
  }

  ShVariables m_variables;
  ShPlace m_place;
  std::string m_first_cwd = m_place.cwd;
  ShExpansion m_expansion;
  std::string m_output;
  Words m_program; ///< of Flow::become
  int m_status = 0;
  int m_substitution_status = 0; ///< of the last one in this command
  bool m_substituted = false;    ///< since a command has ended: what "$?" is, depends on the shell
  int m_subshells = 0;
  int m_commands = 0;
};

/// Is there something in the environment that makes other shells of shells?
bool has_odd_environment(const tracer::Command& place) {
  return std::any_of(place.environment.begin(), place.environment.end(),
                     [](const std::string& entry) {
                       return entry.starts_with("LD_") || entry.starts_with("BASH_FUNC_") ||
                              entry.starts_with("SHELLOPTS=") || entry.starts_with("BASHOPTS=");
                     });
}

/// A logical directory that a shell takes over from PWD.
bool is_plain_directory(const std::string& path) {
  return path.starts_with('/') && !path.starts_with("//") &&
         (path + "/").find("/./") == std::string::npos &&
         (path + "/").find("/../") == std::string::npos;
}

std::optional<ShList> read_sh(std::string_view text, const tracer::Command& place) {
  if (has_odd_environment(place) || !is_plain_directory(place.cwd)) {
    return std::nullopt;
  }
  return parse_sh(text);
}

} // namespace

std::optional<ShOutcome> run_sh(std::string_view text, const tracer::Command& place) {
  const auto list = read_sh(text, place);
  return list ? Interpreter(place, {}).run(*list) : std::nullopt;
}

std::optional<Words> run_sh_wrapper(std::string_view text, const std::string& path,
                                    const tracer::Command& place) {
  const auto list = read_sh(text, place);
  if (!list) {
    return std::nullopt;
  }
  Words arguments = place.argv;
  arguments[0] = path;
  return Interpreter(place, std::move(arguments)).run_to_exec(*list);
}

} // namespace mmk::exec
