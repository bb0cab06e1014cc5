// Pattern matching on bytes: Str_Match of bmake (:M, :N, wildcards in dependency lines).
#pragma once

#include <cstddef>
#include <string_view>

namespace mmk::fs {

/// '*' any run, '?' one byte, '[abc]' '[a-z]' '[^a]' classes, '\' quotes the next byte. Linear in
/// practice, never exponential.
[[nodiscard]] bool match(std::string_view text, std::string_view pattern);
/// A pattern that many texts are matched against: what it is made of is looked at once.
class Pattern {
public:
  /// A view of `text` is kept.
  explicit Pattern(std::string_view text);
  [[nodiscard]] bool matches(std::string_view text) const;

private:
  enum class Kind : unsigned char {
    general,
    literal,  ///< matches itself only
    one_star, ///< a '*' between two literals, each of them possibly empty
  };
  std::string_view m_text;
  std::size_t m_star = 0; ///< of one_star: where
  Kind m_kind = Kind::general;
};

/// Does the word contain characters that make it a wildcard pattern? (bmake's Dir_HasWildcards: * ?
/// and balanced [] {})
[[nodiscard]] bool has_wildcards(std::string_view word);

} // namespace mmk::fs
