#include "exec/sh_interpreter.hpp"

#include "exec/sh_builtins.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <utility>

namespace mmk::exec {

namespace {

using Kind = ShCommand::Kind;
using When = ShAndOr::When;
using Words = std::vector<std::string>;
using Value = std::optional<std::string>; ///< of a variable that may not be set

/// A loop that runs longer waits for something, or counts; a shell is as good at that.
constexpr int k_most_commands = 5'000;

/// Longer values, and more output, are not what makefiles ask for.
constexpr std::size_t k_most_text = 65'536;

/// What is matched with a pattern takes time by the power of the pattern's asterisks.
constexpr std::size_t k_most_matched = 4096;
constexpr std::ptrdiff_t k_most_asterisks = 4;

/// Variables that a shell sets or reads itself; locale variables besides.
constexpr std::array<std::string_view, 41> k_special{
    "_",        "CDPATH",        "COLUMNS",  "DIRSTACK",
    "ENV",      "EPOCHREALTIME", "EUID",     "EPOCHSECONDS",
    "FUNCNAME", "GROUPS",        "HOME",     "HOSTNAME",
    "HOSTTYPE", "IFS",           "LANG",     "LANGUAGE",
    "LINENO",   "LINES",         "MACHTYPE", "MAIL",
    "MAILPATH", "OLDPWD",        "OPTARG",   "OPTERR",
    "OPTIND",   "OSTYPE",        "PATH",     "PPID",
    "PS1",      "PS2",           "PS4",      "POSIXLY_CORRECT",
    "RANDOM",   "SECONDS",       "SHELL",    "SHELLOPTS",
    "SHLVL",    "SRANDOM",       "TERM",     "UID",
    "PWD"};

bool is_special(std::string_view name) {
  return std::find(k_special.begin(), k_special.end(), name) != k_special.end() ||
         name.starts_with("BASH") || name.starts_with("COMP") || name.starts_with("HIST") ||
         name.starts_with("LC_") || name == "PIPESTATUS" || name == "MAILCHECK";
}

/// Special variables that have the environment's value in every shell.
bool is_inherited(std::string_view name) {
  constexpr std::array<std::string_view, 6> inherited{"HOME", "LANG",  "PATH",
                                                      "PWD",  "SHELL", "TERM"};
  return std::find(inherited.begin(), inherited.end(), name) != inherited.end() ||
         name.starts_with("LC_");
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; });
}

/// Does `pattern`, in which backslashes quote, match? nullopt: that depends on the locale, or may
/// take long.
std::optional<bool> matches(const std::string& pattern, const std::string& text) {
  if (!is_ascii(text) || !is_ascii(pattern) || text.size() > k_most_matched ||
      std::count(pattern.begin(), pattern.end(), '*') > k_most_asterisks) {
    return std::nullopt;
  }
  return fnmatch(pattern.c_str(), text.c_str(), 0) == 0;
}

/// Are there only such sets in the unquoted text of a pattern as "[0-9]" and "[!abc]"? Others
/// depend on the locale or the shell.
bool has_plain_sets(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_member = [&](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.';
  };
  for (std::size_t i = text.find('['); i < text.size(); i = text.find('[', i)) {
    i += text.substr(i).starts_with("[!") ? 2 : 1;
    const std::size_t end = std::min(text.find(']', i), text.size());
    if (end == i || end == text.size()) {
      return false;
    }
    for (; i < end; ++i) {
      const bool is_range = text[i] == '-' && is_digit(text[i - 1]) && is_digit(text[i + 1]);
      if (!is_range && !is_member(text[i])) {
        return false;
      }
    }
  }
  return true;
}

/// Words made of the pieces of one: what is not quoted is split at blanks.
class Fields {
public:
  void add(std::string_view text) {
    m_word += text;
    m_exists = true;
  }
  void split(std::string_view text) {
    for (const char c : text) {
      if (c == ' ' || c == '\t' || c == '\n') {
        end();
      } else {
        m_word += c;
        m_exists = true;
      }
    }
  }
  void end() {
    if (m_exists) {
      words.push_back(std::move(m_word));
      m_word.clear();
      m_exists = false;
    }
  }
  Words words;

private:
  std::string m_word;
  bool m_exists = false;
};

class Interpreter {
public:
  /// `arguments`: of the script, $0 first; empty: there is no script that they could belong to.
  Interpreter(const tracer::Command& place, Words arguments)
      : m_arguments(std::move(arguments)), m_place{place.cwd, &place.environment} {}

  std::optional<ShOutcome> run(const ShList& list) {
    const Flow flow = run_list(list);
    return flow == Flow::next || flow == Flow::exit
               ? std::optional(ShOutcome{std::move(m_output), m_status})
               : std::nullopt;
  }
  std::optional<Words> run_to_exec(const ShList& list) {
    const bool execs = run_list(list) == Flow::become;
    // Variables of the environment are exported, as is PWD.
    const bool changes = m_place.cwd != m_first_cwd ||
                         std::any_of(m_variables.begin(), m_variables.end(),
                                     [&](const auto& entry) { return inherited(entry.first); });
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
    if (++m_commands > k_most_commands || m_output.size() > k_most_text) {
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
    const auto variables = m_variables;
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
    if (!expand_words(command.words, words) || is_special(command.name)) {
      return Flow::give_up;
    }
    m_status = words.empty() ? 0 : m_status;
    for (std::string& word : words) {
      m_variables[command.name] = std::move(word);
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
    if (!expand_text(command.words[0], subject)) {
      return Flow::give_up;
    }
    for (const ShCaseItem& item : command.cases) {
      for (const ShWord& word : item.patterns) {
        std::string pattern;
        const auto match = expand_pattern(word, pattern) ? matches(pattern, subject) : std::nullopt;
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
    if (mixed || !expand_words(command.words, words) || !assign(command.assignments)) {
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
      if (!plain || m_arguments.empty() || m_subshells > 0) {
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
      if (is_special(assignment.name) || !expand_text(assignment.value, value) ||
          value.size() > k_most_text) {
        return false;
      }
      m_variables[assignment.name] = std::move(value);
    }
    return true;
  }

  /// False: shells differ.
  bool look_up(const std::string& name, Value& value) const {
    if (name == "?") {
      value = std::to_string(m_status);
      return !m_substituted;
    }
    if (name[0] >= '0' && name[0] <= '9') {
      const auto i = static_cast<std::size_t>(name[0] - '0');
      value = i < m_arguments.size() ? Value(m_arguments[i]) : std::nullopt;
      return i != 0 || value;
    }
    const auto found = m_variables.find(name);
    if (found != m_variables.end()) {
      value = found->second;
      return true;
    }
    value = name == "PWD" ? m_place.cwd : inherited(name);
    return name != "@" && (!is_special(name) || (is_inherited(name) && value));
  }
  [[nodiscard]] Value inherited(const std::string& name) const {
    for (const std::string& entry : *m_place.environment) {
      if (entry.size() > name.size() && entry[name.size()] == '=' && entry.starts_with(name)) {
        return entry.substr(name.size() + 1);
      }
    }
    return std::nullopt;
  }

  /// What a piece stands for. `value` is empty before.
  bool value_of(const ShPiece& piece, std::string& value) {
    if (piece.kind == ShPiece::Kind::text) {
      value = piece.text;
      return true;
    }
    if (piece.kind == ShPiece::Kind::substitution) {
      return substitute(*piece.commands, value);
    }
    Value found;
    if (!look_up(piece.text, found)) {
      return false;
    }
    const std::string& op = piece.op;
    if (op.empty()) {
      value = found.value_or("");
      return true;
    }
    if (op[0] == '#' || op[0] == '%') {
      value = found.value_or("");
      return remove(piece, value);
    }
    const bool set = found && (op[0] != ':' || !found->empty());
    if (set == (op.back() == '+')) {
      return expand_text(piece.operand, value);
    }
    value = set ? *found : "";
    return true;
  }

  /// "#", "##", "%", "%%".
  bool remove(const ShPiece& piece, std::string& value) {
    std::string pattern;
    if (!expand_pattern(piece.operand, pattern)) {
      return false;
    }
    const bool at_begin = piece.op[0] == '#';
    const bool longest = piece.op.size() == 2;
    for (std::size_t i = 0; i <= value.size(); ++i) {
      const std::size_t length = longest ? value.size() - i : i;
      const std::size_t from = at_begin ? 0 : value.size() - length;
      const auto match = matches(pattern, value.substr(from, length));
      if (!match) {
        return false;
      }
      if (*match) {
        value.erase(from, length);
        break;
      }
    }
    return true;
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

  /// Without splitting.
  bool expand_text(const ShWord& word, std::string& text) {
    for (const ShPiece& piece : word) {
      std::string value;
      if (!value_of(piece, value)) {
        return false;
      }
      text += value;
    }
    return true;
  }
  bool expand_pattern(const ShWord& word, std::string& pattern) {
    for (const ShPiece& piece : word) {
      std::string value;
      if (!value_of(piece, value)) {
        return false;
      }
      // Whether backslashes in values quote depends on the shell.
      const bool plain = piece.kind == ShPiece::Kind::text
                             ? has_plain_sets(value)
                             : value.find_first_of("[\\") == std::string::npos;
      if (!piece.quoted && !plain) {
        return false;
      }
      for (const char c : value) {
        pattern += piece.quoted ? "\\" : "";
        pattern += c;
      }
    }
    return true;
  }

  bool expand_words(const std::vector<ShWord>& words, Words& result) {
    Fields fields;
    for (const ShWord& word : words) {
      if (!expand_word(word, fields)) {
        return false;
      }
      fields.end();
    }
    result = std::move(fields.words);
    return true;
  }
  bool expand_word(const ShWord& word, Fields& fields) {
    if (is_all_arguments(word)) { // "$@"
      const auto first = m_arguments.begin() + (m_arguments.empty() ? 0 : 1);
      fields.words.insert(fields.words.end(), first, m_arguments.end());
      return true;
    }
    for (const ShPiece& piece : word) {
      std::string value;
      if (!value_of(piece, value)) {
        return false;
      }
      const bool lone_bracket = word.size() == 1 && piece.text == "[";
      if (!piece.quoted && !lone_bracket && value.find_first_of("*?[\\") != std::string::npos) {
        return false; // names of files
      }
      if (piece.quoted || piece.kind == ShPiece::Kind::text) {
        fields.add(value);
      } else {
        fields.split(value);
      }
    }
    return true;
  }
  static bool is_all_arguments(const ShWord& word) {
    return word.size() == 2 && word[0].kind == ShPiece::Kind::text && word[0].text.empty() &&
           word[1].kind == ShPiece::Kind::parameter && word[1].quoted && word[1].text == "@" &&
           word[1].op.empty();
  }

  Words m_arguments;
  ShPlace m_place;
  std::string m_first_cwd = m_place.cwd;
  std::map<std::string, std::string> m_variables; ///< those that were assigned
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
