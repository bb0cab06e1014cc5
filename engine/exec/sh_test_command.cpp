#include "exec/sh_test_command.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace mmk::exec {

namespace {

using Operands = std::vector<std::string>;

constexpr std::array<std::string_view, 8> k_comparisons{"=",   "!=",  "-eq", "-ne",
                                                        "-lt", "-le", "-gt", "-ge"};

bool is_comparison(std::string_view word) {
  return std::find(k_comparisons.begin(), k_comparisons.end(), word) != k_comparisons.end();
}

/// Could it be taken for something else than an operand? The shells' own parsers differ there.
bool looks_special(std::string_view word) {
  constexpr std::array<std::string_view, 7> specials{"!", "(", ")", "=", "==", "<", ">"};
  return word == "!=" || word == "=~" || (word.size() > 1 && word[0] == '-') ||
         std::find(specials.begin(), specials.end(), word) != specials.end();
}

std::optional<long> number(std::string_view text) {
  constexpr std::size_t most_digits = 15;
  long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && text.size() <= most_digits ? std::optional(value) : std::nullopt;
}

std::optional<bool> compare(std::string_view left, std::string_view op, std::string_view right) {
  if (op == "=" || op == "!=") {
    return (left == right) == (op == "=");
  }
  const auto a = number(left);
  const auto b = number(right);
  if (!a || !b) {
    return std::nullopt;
  }
  const std::array<bool, 6> answers{*a == *b, *a != *b, *a<*b, *a <= *b, *a> * b, *a >= *b};
  const auto* const at = std::find(k_comparisons.begin(), k_comparisons.end(), op);
  return answers[static_cast<std::size_t>(at - k_comparisons.begin()) - 2];
}

bool has_type(char letter, mode_t mode) {
  switch (letter) {
  case 'f':
    return S_ISREG(mode);
  case 'd':
    return S_ISDIR(mode);
  case 'b':
    return S_ISBLK(mode);
  case 'c':
    return S_ISCHR(mode);
  case 'p':
    return S_ISFIFO(mode);
  case 'S':
    return S_ISSOCK(mode);
  default:
    return S_ISLNK(mode);
  }
}

bool file_is(char letter, const std::string& path) {
  if (letter == 'r' || letter == 'w' || letter == 'x') {
    const int mode = letter == 'r' ? R_OK : letter == 'w' ? W_OK : X_OK;
    return faccessat(AT_FDCWD, path.c_str(), mode, AT_EACCESS) == 0;
  }
  struct stat st {};
  const bool is_link_test = letter == 'L' || letter == 'h';
  if ((is_link_test ? lstat(path.c_str(), &st) : stat(path.c_str(), &st)) != 0) {
    return false;
  }
  return letter == 'e' || (letter == 's' ? st.st_size > 0 : has_type(letter, st.st_mode));
}

class Test {
public:
  Test(const Operands& operands, const std::string& cwd) : m_operands(&operands), m_cwd(&cwd) {}

  std::optional<bool> run() {
    const std::size_t count = m_operands->size();
    if (count == 0) {
      return false;
    }
    if (count == 1 || (count == 2 && at(0) == "!")) {
      const std::string& word = at(count - 1);
      return looks_special(word) ? std::nullopt : std::optional(word.empty() == (count == 2));
    }
    const std::optional<bool> result = either();
    return m_pos == count ? result : std::nullopt;
  }

private:
  [[nodiscard]] const std::string& at(std::size_t i) const { return (*m_operands)[i]; }
  [[nodiscard]] bool next_is(std::string_view word) const {
    return m_pos < m_operands->size() && at(m_pos) == word;
  }

  std::optional<bool> either() {
    std::optional<bool> result = both();
    while (result && next_is("-o")) {
      ++m_pos;
      const std::optional<bool> other = both();
      result = other ? std::optional(*result || *other) : std::nullopt;
    }
    return result;
  }
  std::optional<bool> both() {
    std::optional<bool> result = primary();
    while (result && next_is("-a")) {
      ++m_pos;
      const std::optional<bool> other = primary();
      result = other ? std::optional(*result && *other) : std::nullopt;
    }
    return result;
  }
  std::optional<bool> primary() {
    if (next_is("!")) {
      ++m_pos;
      const std::optional<bool> result = next_is("!") ? std::nullopt : primary();
      return result ? std::optional(!*result) : std::nullopt;
    }
    const std::size_t left = m_operands->size() - m_pos;
    if (left >= 2 && at(m_pos).size() == 2 && at(m_pos)[0] == '-') {
      const char letter = at(m_pos)[1];
      m_pos += 2;
      return looks_special(at(m_pos - 1)) ? std::nullopt : unary(letter, at(m_pos - 1));
    }
    if (left >= 3 && is_comparison(at(m_pos + 1)) && !looks_special(at(m_pos)) &&
        !looks_special(at(m_pos + 2))) {
      m_pos += 3;
      return compare(at(m_pos - 3), at(m_pos - 2), at(m_pos - 1));
    }
    return std::nullopt;
  }

  std::optional<bool> unary(char letter, const std::string& operand) const {
    if (letter == 'n' || letter == 'z') {
      return operand.empty() == (letter == 'z');
    }
    // Some shells have ideas of their own about descriptors' names, and /proc/self is somebody
    // else.
    const bool odd = operand.starts_with("/dev/") || operand.starts_with("/proc/");
    if (odd || std::string_view("efdsbcpSLhrwx").find(letter) == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string path = operand.starts_with('/') ? operand : *m_cwd + "/" + operand;
    return !operand.empty() && file_is(letter, path);
  }

  const Operands* m_operands;
  const std::string* m_cwd;
  std::size_t m_pos = 0;
};

} // namespace

std::optional<bool> sh_test(const std::vector<std::string>& operands, const std::string& cwd) {
  return Test(operands, cwd).run();
}

} // namespace mmk::exec
