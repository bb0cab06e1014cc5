#include "lang/modifiers/regex_size.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <vector>

namespace mmk::lang::modifiers {

namespace {

class Sizer {
public:
  explicit Sizer(std::string_view pattern) : m_pattern(pattern) {}

  double size() {
    while (m_at < m_pattern.size()) {
      step();
    }
    while (!m_groups.empty()) {
      close();
    }
    return m_before + m_last;
  }

private:
  void step() {
    switch (m_pattern[m_at++]) {
    case '\\':
      m_at = std::min(m_at + 1, m_pattern.size());
      atom(1);
      break;
    case '[':
      m_at = bracket_end();
      atom(1);
      break;
    case '(':
      m_groups.push_back(m_before + m_last);
      m_before = m_last = 0;
      break;
    case ')':
      close();
      break;
    case '*':
    case '?':
      m_last += 1;
      break;
    case '+':
      m_last = 2 * m_last + 1; // a+ is made aa*
      break;
    case '{':
      m_last *= most_repetitions();
      break;
    default:
      atom(1);
      break;
    }
  }
  void atom(double size) {
    m_before += m_last;
    m_last = size;
  }
  void close() {
    const double group = m_before + m_last + 1;
    m_before = m_groups.empty() ? 0 : m_groups.back();
    if (!m_groups.empty()) {
      m_groups.pop_back();
    }
    m_last = group;
  }
  /// Behind the bracket expression that has just begun. A ']' may be its first byte.
  [[nodiscard]] std::size_t bracket_end() const {
    std::size_t at = m_at;
    if (at < m_pattern.size() && m_pattern[at] == '^') {
      ++at;
    }
    const std::size_t end = m_pattern.find(']', at + 1);
    return end == std::string_view::npos ? m_pattern.size() : end + 1;
  }
  /// The greater number of {m,n}, which has just begun; {m,} is m and once more.
  [[nodiscard]] double most_repetitions() const {
    const char* const end = m_pattern.data() + m_pattern.size();
    double most = 1;
    const char* at = m_pattern.data() + m_at;
    while (at < end) {
      unsigned int number = 0;
      const auto [next, error] = std::from_chars(at, end, number);
      if (error == std::errc()) {
        most = std::max(most, static_cast<double>(number) + 1);
      }
      if (next == end || *next != ',') {
        break;
      }
      at = next + 1;
    }
    return most;
  }

  std::string_view m_pattern;
  std::size_t m_at = 0;
  double m_before = 0;          ///< of the group at hand, without
  double m_last = 0;            ///< its last atom, which may be repeated
  std::vector<double> m_groups; ///< what stands before the groups that are open
};

} // namespace

double regex_size(std::string_view pattern) {
  return Sizer(pattern).size();
}

} // namespace mmk::lang::modifiers
