#include "exec/sh_expansion.hpp"

#include "exec/sh_pattern.hpp"

namespace mmk::exec {

namespace {

/// "$@"
bool is_all_arguments(const ShWord& word) {
  return word.size() == 2 && word[0].kind == ShPiece::Kind::text && word[0].text.empty() &&
         word[1].kind == ShPiece::Kind::parameter && word[1].quoted && word[1].text == "@" &&
         word[1].op.empty();
}

} // namespace

/// Words made of the pieces of one: what is not quoted is split at blanks.
class ShExpansion::Fields {
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
  std::vector<std::string> words;

private:
  std::string m_word;
  bool m_exists = false;
};

/// What a piece stands for. `value` is empty before.
bool ShExpansion::value_of(const ShPiece& piece, std::string& value) const {
  if (piece.kind == ShPiece::Kind::text) {
    value = piece.text;
    return true;
  }
  if (piece.kind == ShPiece::Kind::substitution) {
    return m_world.substitute(*piece.commands, value);
  }
  std::optional<std::string> found;
  if (!m_world.look_up(piece.text, found)) {
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
    return this->text(piece.operand, value);
  }
  value = set ? *found : "";
  return true;
}

/// "#", "##", "%", "%%".
bool ShExpansion::remove(const ShPiece& piece, std::string& value) const {
  std::string pattern;
  if (!this->pattern(piece.operand, pattern)) {
    return false;
  }
  const bool at_begin = piece.op[0] == '#';
  const bool longest = piece.op.size() == 2;
  for (std::size_t i = 0; i <= value.size(); ++i) {
    const std::size_t length = longest ? value.size() - i : i;
    const std::size_t from = at_begin ? 0 : value.size() - length;
    const auto match = sh_matches(pattern, value.substr(from, length));
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

bool ShExpansion::text(const ShWord& word, std::string& text) const {
  for (const ShPiece& piece : word) {
    std::string value;
    if (!value_of(piece, value)) {
      return false;
    }
    text += value;
  }
  return true;
}

bool ShExpansion::pattern(const ShWord& word, std::string& pattern) const {
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

bool ShExpansion::words(const std::vector<ShWord>& words, std::vector<std::string>& result) const {
  Fields fields;
  for (const ShWord& word : words) {
    if (!add_word(word, fields)) {
      return false;
    }
    fields.end();
  }
  result = std::move(fields.words);
  return true;
}

bool ShExpansion::add_word(const ShWord& word, Fields& fields) const {
  if (is_all_arguments(word)) {
    const std::vector<std::string> arguments = m_world.arguments();
    fields.words.insert(fields.words.end(), arguments.begin(), arguments.end());
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

} // namespace mmk::exec
