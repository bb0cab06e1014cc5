#include "cli/command_line.hpp"

#include "base/fatal.hpp"
#include "cli/debug_flags.hpp"
#include "exec/words.hpp"

#include <array>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <limits>

namespace mmk::cli {

namespace {

using lang::Scope;

struct Option {
  char letter;
  std::string_view argument; ///< what usage calls it, "" if there is none
  std::string_view help;
  void (*apply)(CommandLine&, const std::string& value);
};

/// Sets one of Options' switches and passes the flag on to sub-makes.
template <bool Options::*member, char letter> void flag(CommandLine& line, const std::string&) {
  line.context().options.*member = true;
  line.remember(std::string("-") + letter);
}

/// A number, or with a point or a C a multiple of the processors: "8", "1.5", "2C"; below 1 if it
/// is none of these.
double jobs_of(const std::string& text, int processors) {
  const char* const last = text.data() + text.size();
  int number = 0;
  if (const auto parsed = std::from_chars(text.data(), last, number);
      parsed.ec == std::errc() && parsed.ptr == last) {
    return number;
  }
  char* end = nullptr;
  const bool fraction = text.find('.') != std::string::npos;
  double factor = std::strtod(text.c_str(), &end);
  if (*end == 'C') {
    factor = factor == 0 && !fraction ? 1 : factor; // "C" alone, too
  } else if (*end != '\0' || !fraction) {
    return 0;
  }
  return factor * processors;
}

void set_jobs(CommandLine& line, const std::string& value) {
  auto& context = line.context();
  const double jobs = jobs_of(value, context.processors);
  if (!(jobs >= 1 && jobs <= std::numeric_limits<int>::max())) {
    throw UsageError{
        fmt::format("argument \"{}\" to option \"-j\" must be a positive number", value), false};
  }
  context.options.max_jobs = static_cast<int>(jobs);
  context.options.max_jobs_set = true;
  const bool plain = value.find_first_not_of("0123456789") == std::string::npos;
  const std::string number = plain ? value : std::to_string(context.options.max_jobs);
  line.remember("-j", number);
  context.variables.set(context.variables.global(), ".MAKE.JOBS", number);
}

void set_job_fds(CommandLine& line, const std::string& value) {
  int fd = 0;
  const char* const end = value.data() + value.size();
  const auto first = std::from_chars(value.data(), end, fd);
  const bool pair = first.ec == std::errc() && first.ptr != end && *first.ptr == ',' &&
                    std::from_chars(first.ptr + 1, end, fd).ptr == end;
  if (!pair && !value.starts_with("fifo:")) {
    throw UsageError{"internal error -- J option malformed (" + value + ")"};
  }
  // Not remembered: each make tells its children itself, in their dialect.
  line.context().options.job_fds = value;
}

void define(CommandLine& line, const std::string& value) {
  auto& context = line.context();
  line.remember("-D", value);
  context.variables.set(context.variables.global(), value, "1");
}

void print_variable(CommandLine& line, const std::string& value, PrintVars how) {
  auto& options = line.context().options;
  options.print_vars.emplace_back(value, how);
  for (auto& [name, mode] : options.print_vars) {
    mode = how; // the last of -V and -v decides for all
  }
  line.remember("-V", value);
}

void add_system_directory(CommandLine& line, const std::string& value) {
  auto& context = line.context();
  if (!context.makesyspath_set) {
    context.paths.system.clear();
    context.makesyspath_set = true;
  }
  context.paths.system.push_back(value);
  line.remember("-m", value);
}

constexpr std::array k_options{
    Option{'B', "", "run one shell per command, sources of a line in sequence",
           flag<&Options::compat_make, 'B'>},
    Option{'C', "directory", "change to directory first",
           [](CommandLine& l, const std::string& v) { l.context().directories.push_back(v); }},
    Option{'D', "variable", "define variable to be 1", define},
    Option{'d', "flags", "print debugging information",
           [](CommandLine& l, const std::string& v) {
             if (!v.starts_with('-')) {
               l.remember("-d", v); // first, so that -dv does not tell of itself
             }
             apply_debug_flags(l.context(), v);
           }},
    Option{'e', "", "environment variables override makefile variables",
           flag<&Options::env_overrides, 'e'>},
    Option{
        'f', "makefile", "read makefile instead of the default",
        [](CommandLine& l, const std::string& v) { l.context().options.makefiles.push_back(v); }},
    Option{'I', "directory", "search directory for included makefiles",
           [](CommandLine& l, const std::string& v) {
             l.context().paths.user.push_back(v);
             l.remember("-I", v);
           }},
    Option{'i', "", "ignore failures of commands", flag<&Options::ignore_errors, 'i'>},
    Option{'J', "private", "descriptors of the parent's job pool (internal)", set_job_fds},
    Option{'j', "max_jobs", "run up to max_jobs jobs at once (1.5, 2C: times the processors)",
           set_jobs},
    Option{'k', "", "go on with what does not depend on a failed target",
           flag<&Options::keep_going, 'k'>},
    Option{'m', "directory", "search directory for system makefiles", add_system_directory},
    Option{'N', "", "print all commands, run none, not even sub-makes",
           [](CommandLine& l, const std::string&) {
             l.context().options.no_execute = true;
             l.context().options.no_recursive_execute = true;
             l.remember("-N");
           }},
    Option{'n', "", "print commands instead of running them", flag<&Options::no_execute, 'n'>},
    Option{'q', "", "run nothing; exit 1 if something is out of date",
           [](CommandLine& l, const std::string&) {
             l.context().options.query = true;
             l.remember("-q");
           }},
    Option{'r', "", "do not read the system makefile", flag<&Options::no_builtin_rules, 'r'>},
    Option{'S', "", "stop at the first error (default)",
           [](CommandLine& l, const std::string&) {
             l.context().options.keep_going = false;
             l.remember("-S");
           }},
    Option{'s', "", "do not print commands", flag<&Options::silent, 's'>},
    Option{'T', "file", "append a trace record per job to file",
           [](CommandLine& l, const std::string& v) {
             l.context().trace_file = v;
             l.remember("-T", v);
           }},
    Option{'t', "", "touch targets instead of running commands", flag<&Options::touch, 't'>},
    Option{'V', "variable", "print the value of variable, build nothing",
           [](CommandLine& l, const std::string& v) { print_variable(l, v, PrintVars::raw); }},
    Option{'v', "variable", "print the expanded value of variable, build nothing",
           [](CommandLine& l, const std::string& v) { print_variable(l, v, PrintVars::expanded); }},
    Option{'W', "", "treat warnings as errors while reading makefiles",
           flag<&Options::parse_warnings_fatal, 'W'>},
    Option{'w', "", "print the directory before and after", flag<&Options::enter_flag, 'w'>},
    Option{'X', "", "do not export command line variables one by one",
           flag<&Options::var_no_export_env, 'X'>},
};

struct LongOption {
  std::string_view name;
  std::string_view help;
};
constexpr std::array k_long_options{
    LongOption{"--explain", "say why each target is made (META_MODE)"},
    LongOption{"--json-events", "one JSON object per line instead of text"},
    LongOption{"--help", "this text"},
    LongOption{"--version", "version of the program and of its formats"},
};

const Option* find_option(char letter) {
  for (const Option& option : k_options) {
    if (option.letter == letter) {
      return &option;
    }
  }
  return nullptr;
}

bool only_letters(std::string_view text) {
  for (const char c : text) {
    if (std::isalpha(static_cast<unsigned char>(c)) == 0) {
      return false;
    }
  }
  return !text.empty();
}

} // namespace

void CommandLine::remember(std::string_view flag) {
  auto& variables = m_context->variables;
  variables.append(variables.global(), ".MAKEFLAGS", flag);
}

void CommandLine::remember(std::string_view flag, std::string_view value) {
  remember(flag);
  remember(value);
}

void CommandLine::parse(const std::vector<std::string>& words) {
  m_options_ended = false;
  for (std::size_t i = 0; i < words.size();) {
    const std::string& word = words[i];
    if (!m_options_ended && word.starts_with('-')) { // "-" alone means nothing
      if (word == "--") {
        m_options_ended = true;
        ++i;
      } else if (long_option(word)) {
        ++i;
      } else {
        i = option_word(words, i);
      }
    } else {
      operand(word);
      ++i;
    }
  }
}

/// Options in one word: letters up to one with an argument, which is the rest or the next word.
std::size_t CommandLine::option_word(const std::vector<std::string>& words, std::size_t at) {
  const std::string word = words[at];
  for (std::size_t i = 1; i < word.size(); ++i) {
    if (word[i] == '-') {
      continue; // "--version" from MAKEFLAGS is read letter by letter, as bmake does
    }
    const Option* const option = find_option(word[i]);
    if (option == nullptr) {
      const bool named = std::isalnum(static_cast<unsigned char>(word[i])) != 0;
      throw UsageError{named ? std::string("unknown option -- ") + word[i] : ""};
    }
    if (option->argument.empty()) {
      option->apply(*this, "");
      continue;
    }
    if (i + 1 < word.size()) {
      option->apply(*this, word.substr(i + 1));
      return at + 1;
    }
    if (at + 1 >= words.size()) {
      throw UsageError{std::string("option requires an argument -- ") + word[i]};
    }
    option->apply(*this, words[at + 1]);
    return at + 2;
  }
  return at + 1;
}

/// GNU make's part of MAKEFLAGS, and what main has already dealt with.
bool CommandLine::long_option(const std::string& word) {
  if (word.starts_with("--jobserver-auth=") || word.starts_with("--jobserver-fds=")) {
    set_job_fds(*this, word.substr(word.find('=') + 1));
    return true;
  }
  if (word == "--explain") {
    m_context->options.explain = true;
    return true;
  }
  if (word == "--json-events") {
    m_context->options.json_events = true;
    return true;
  }
  return word == "--no-print-directory" || word == "--print-directory";
}

void CommandLine::operand(const std::string& word) {
  if (m_context->assign && m_context->assign(word)) {
    return;
  }
  if (word.empty()) {
    throw FatalError{m_context->diag.program() + ": illegal (null) argument.", 2};
  }
  m_context->options.create.push_back(word);
}

void CommandLine::parse_text(std::string_view text, bool from_environment) {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  if (text.empty()) {
    return;
  }
  std::string spelled(text);
  if (from_environment && only_letters(text)) {
    spelled.clear();
    for (const char c : text) {
      spelled += std::string(spelled.empty() ? "-" : " -") + c;
    }
  }
  const auto words = exec::split_words(spelled);
  if (!words) {
    const auto make = m_context->variables.value(m_context->variables.global(), ".MAKE");
    m_context->diag.error("Unterminated quoted string [{} {}]", make.value_or("mmk"), text);
    return;
  }
  parse(*words);
}

std::string usage_text(std::string_view program) {
  return fmt::format(
      "usage: {} [-BeikNnqrSstWwX]\n"
      "            [-C directory] [-D variable] [-d flags] [-f makefile]\n"
      "            [-I directory] [-J private] [-j max_jobs] [-m directory] [-T file]\n"
      "            [-V variable] [-v variable] [variable=value] [target ...]\n",
      program);
}

std::string help_text(std::string_view program) {
  std::string text = usage_text(program) + "\n";
  for (const Option& option : k_options) {
    const std::string name = fmt::format("-{} {}", option.letter, option.argument);
    text += fmt::format("  {:<16}{}\n", name, option.help);
  }
  for (const LongOption& option : k_long_options) {
    text += fmt::format("  {:<16}{}\n", option.name, option.help);
  }
  return text;
}

std::string makeflags_value(lang::Variables& variables) {
  return variables.expand("${.MAKEFLAGS} ${.MAKEOVERRIDES:O:u:@v@$v=${$v:Q}@}", variables.cmdline(),
                          lang::EvalMode::eval);
}

} // namespace mmk::cli
