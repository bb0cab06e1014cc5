// meta compdb: a compilation database from the commands and the executions in .meta files.
#include "base/json_writer.hpp"
#include "fs/paths.hpp"
#include "tools/meta/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace mmk::metatool {

namespace {

using Words = std::vector<std::string>;

/// Splits a shell command into simple commands of plain words: quotes and backslashes are
/// understood, expansions are not (make has expanded what it knows).
class Splitter {
public:
  std::vector<Words> run(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (m_quote == '\'') {
        plain(c, c == '\'');
      } else if (c == '\\' && i + 1 < text.size()) {
        ++i;
        if (text[i] != '\n') {
          append(text[i]);
        }
      } else if (m_quote == '"') {
        plain(c, c == '"');
      } else if (c == '\'' || c == '"') {
        m_quote = c;
        m_in_word = true;
      } else if (c == ' ' || c == '\t') {
        end_word();
      } else if (std::string_view(";&|()\n").find(c) != std::string_view::npos) {
        end_command();
      } else {
        append(c);
      }
    }
    end_command();
    return std::move(m_commands);
  }

private:
  void plain(char c, bool closes) {
    if (closes) {
      m_quote = 0;
    } else {
      append(c);
    }
  }
  void append(char c) {
    m_word += c;
    m_in_word = true;
  }
  void end_word() {
    if (m_in_word) {
      m_words.push_back(std::move(m_word));
    }
    m_word.clear();
    m_in_word = false;
  }
  void end_command() {
    end_word();
    if (!m_words.empty()) {
      m_commands.push_back(std::move(m_words));
    }
    m_words.clear();
  }

  char m_quote = 0;
  bool m_in_word = false;
  std::string m_word;
  Words m_words;
  std::vector<Words> m_commands;
};

bool is_wrapper(std::string_view name) {
  constexpr std::array<std::string_view, 6> wrappers{"ccache",  "distcc", "icecc",
                                                     "sccache", "env",    "exec"};
  return std::find(wrappers.begin(), wrappers.end(), name) != wrappers.end();
}

bool is_compiler(std::string_view name) {
  // "gcc", "x86_64-linux-gnu-g++-12", "clang-14": the version off, then the end counts.
  const std::size_t digits = name.find_last_not_of("0123456789.");
  if (digits != std::string_view::npos && digits + 1 < name.size() && name[digits] == '-') {
    name = name.substr(0, digits);
  }
  const std::size_t dash = name.rfind('-');
  const std::string_view last = dash == std::string_view::npos ? name : name.substr(dash + 1);
  constexpr std::array<std::string_view, 7> names{"cc",    "c++", "gcc",    "g++",
                                                  "clang", "tcc", "clang++"};
  return std::find(names.begin(), names.end(), last) != names.end();
}

bool is_source(std::string_view word) {
  constexpr std::array<std::string_view, 11> ends{".c", ".cc", ".cpp", ".cxx", ".C", ".c++",
                                                  ".m", ".mm", ".s",   ".S",   ".cu"};
  return std::any_of(ends.begin(), ends.end(),
                     [word](std::string_view end) { return word.ends_with(end); });
}

/// The words from the compiler on, wrappers and assignments taken off; empty: no compilation.
Words compilation(Words words) {
  std::size_t at = 0;
  while (at < words.size() &&
         (is_wrapper(fs::basename(words[at])) ||
          (words[at].find('=') != std::string::npos && !words[at].starts_with('-')))) {
    ++at;
  }
  words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(at));
  const bool compiles = !words.empty() && is_compiler(fs::basename(words[0])) &&
                        std::find(words.begin(), words.end(), "-c") != words.end();
  return compiles ? words : Words{};
}

std::string output_of(const Words& words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i] == "-o" && i + 1 < words.size()) {
      return words[i + 1];
    }
    if (words[i].starts_with("-o") && words[i].size() > 2) {
      return words[i].substr(2);
    }
  }
  return "";
}

class Database {
public:
  void add(Context& context, const Loaded& loaded) {
    m_executed.clear();
    for (const meta::Use& use : meta::uses_of(context.disk, loaded.file)) {
      if (use.executed) {
        m_executed.insert(std::string(fs::basename(use.path)));
      }
    }
    std::string directory(loaded.file.cwd);
    for (const meta::MetaCommand& command : loaded.file.commands) {
      std::string_view text = command.text;
      text.remove_prefix(std::min(text.find_first_not_of("@-+ \t"), text.size()));
      for (Words& words : Splitter().run(text)) {
        if (words.size() >= 2 && words[0] == "cd") {
          directory = fs::join(directory, words[1]);
          continue;
        }
        entries(compilation(std::move(words)), directory);
      }
    }
  }

  [[nodiscard]] std::string text() {
    std::string out = "[\n";
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
      out += m_entries[i] + (i + 1 < m_entries.size() ? ",\n" : "\n");
    }
    return out + "]\n";
  }

private:
  void entries(const Words& words, const std::string& directory) {
    // With filemon data only what really ran counts; a record without any has to be believed.
    if (words.empty() ||
        (!m_executed.empty() && m_executed.count(std::string(fs::basename(words[0]))) == 0)) {
      return;
    }
    const std::string output = output_of(words);
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (!is_source(words[i]) || words[i - 1] == "-o" || words[i].starts_with('-')) {
        continue;
      }
      JsonWriter json;
      json.begin_object().field("directory", directory).field("file", words[i]);
      if (!output.empty()) {
        json.field("output", output);
      }
      json.key("arguments").begin_array();
      for (const std::string& word : words) {
        json.string(word);
      }
      json.end_array().end_object();
      m_entries.push_back(json.take());
    }
  }

  std::set<std::string> m_executed;
  std::vector<std::string> m_entries;
};

} // namespace

int compdb(Context& context, const CompdbOptions& options) {
  int failures = 0;
  Database database;
  for (const auto& loaded : load_all(context, options.files, failures)) {
    database.add(context, *loaded);
  }
  const std::string text = database.text();
  if (options.output.empty()) {
    context.out += text;
  } else if (const auto old = context.disk.read(options.output); !old || *old != text) {
    if (const auto written = context.disk.write_atomically(options.output, text); !written) {
      context.err += fmt::format("meta: {}\n", written.error().text);
      return k_error;
    }
  }
  return failures == 0 ? k_ok : k_error;
}

} // namespace mmk::metatool
