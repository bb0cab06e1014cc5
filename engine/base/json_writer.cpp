#include "base/json_writer.hpp"

#include <fmt/format.h>

#include <cstddef>

namespace mmk {

namespace {

/// Length of the well-formed UTF-8 sequence at the start of `s` (RFC 3629), 0 if there is none.
std::size_t utf8_length(std::string_view s) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
  if (length == 0 || length > s.size()) {
    return 0;
  }
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) {
      return 0;
    }
  }
  const bool overlong = (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xf0 && byte(1) < 0x90);
  const bool surrogate_or_beyond =
      (lead == 0xed && byte(1) > 0x9f) || (lead == 0xf4 && byte(1) > 0x8f);
  return overlong || surrogate_or_beyond ? 0 : length;
}

} // namespace

void JsonWriter::separate() {
  if (m_after_key) {
    m_after_key = false;
    return;
  }
  if (!m_has_items.empty()) {
    if (m_has_items.back()) {
      m_text += ',';
    }
    m_has_items.back() = true;
  }
}

void JsonWriter::append_quoted(std::string_view value) {
  m_text += '"';
  while (!value.empty()) {
    const char c = value.front();
    const std::size_t length = utf8_length(value);
    if (c == '"' || c == '\\') {
      m_text += '\\';
      m_text += c;
    } else if (c == '\n') {
      m_text += "\\n";
    } else if (c == '\t') {
      m_text += "\\t";
    } else if (length == 0 || static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(m_text), "\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      m_text.append(value.substr(0, length));
      value.remove_prefix(length);
      continue;
    }
    value.remove_prefix(1);
  }
  m_text += '"';
}

JsonWriter& JsonWriter::begin_object() {
  separate();
  m_text += '{';
  m_has_items.push_back(false);
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  m_text += '}';
  m_has_items.pop_back();
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  separate();
  m_text += '[';
  m_has_items.push_back(false);
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  m_text += ']';
  m_has_items.pop_back();
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  append_quoted(name);
  m_text += ':';
  m_after_key = true;
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view value) {
  separate();
  append_quoted(value);
  return *this;
}

JsonWriter& JsonWriter::number(std::int64_t value) {
  separate();
  m_text += std::to_string(value);
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
  separate();
  m_text += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::null() {
  separate();
  m_text += "null";
  return *this;
}

} // namespace mmk
