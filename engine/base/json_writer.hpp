// Streaming JSON output. Strings are bytes: what is not valid UTF-8 is written as \u00XX per byte,
// so output is always valid JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mmk {

class JsonWriter {
public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& string(std::string_view value);
  JsonWriter& number(std::int64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();

  /// key + value in one call.
  JsonWriter& field(std::string_view name, std::string_view value) {
    return key(name).string(value);
  }
  JsonWriter& field(std::string_view name, std::int64_t value) { return key(name).number(value); }
  JsonWriter& field_bool(std::string_view name, bool value) { return key(name).boolean(value); }

  /// The text so far; complete once every begin has its end.
  [[nodiscard]] const std::string& text() const { return m_text; }
  [[nodiscard]] std::string take() { return std::move(m_text); }

private:
  void separate();
  void append_quoted(std::string_view value);
  std::string m_text;
  std::vector<bool> m_has_items; ///< one per open object or array
  bool m_after_key = false;
};

} // namespace mmk
