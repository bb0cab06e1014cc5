// Compiled regular expressions of a Session: :C in a loop compiles its pattern once.
#pragma once

#include "lang/modifiers/regex_size.hpp"

#include <regex.h>

#include <memory>
#include <string>
#include <unordered_map>

namespace mmk::lang::modifiers {

class Regex {
public:
  Regex() = default;
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;
  ~Regex() {
    if (m_valid) {
      regfree(&m_regex);
    }
  }
  /// 0 or an error code of regcomp(3).
  [[nodiscard]] int compile(const std::string& pattern) {
    constexpr double k_largest = 100'000;
    if (regex_size(pattern) > k_largest) {
      return REG_ESIZE;
    }
    const int code = regcomp(&m_regex, pattern.c_str(), REG_EXTENDED);
    m_valid = code == 0;
    return code;
  }
  [[nodiscard]] std::string error_text(int code) const;
  [[nodiscard]] const regex_t& get() const { return m_regex; }

private:
  regex_t m_regex{};
  bool m_valid = false;
};

class RegexCache {
public:
  /// nullptr and the error's text if the pattern is wrong.
  [[nodiscard]] std::shared_ptr<const Regex> compile(const std::string& pattern,
                                                     std::string& error);

private:
  static constexpr std::size_t k_max_entries = 256;
  std::unordered_map<std::string, std::shared_ptr<const Regex>> m_regexes;
};

} // namespace mmk::lang::modifiers
