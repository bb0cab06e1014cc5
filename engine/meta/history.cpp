#include "meta/history.hpp"

#include "base/io.hpp"
#include "meta/journal.hpp"

#include <charconv>
#include <optional>

namespace mmk::meta {

namespace {

/// What stands behind `"key":` in a journal line, up to the line's end.
std::optional<std::string_view> behind(std::string_view line, std::string_view key) {
  const std::size_t at = line.find(key);
  return at == std::string_view::npos ? std::nullopt : std::optional(line.substr(at + key.size()));
}

std::optional<std::string_view> plain_string(std::string_view line, std::string_view key) {
  const std::optional<std::string_view> rest = behind(line, key);
  const std::size_t end = rest ? rest->find_first_of("\"\\") : std::string_view::npos;
  if (end == std::string_view::npos || (*rest)[end] != '"') {
    return std::nullopt;
  }
  return rest->substr(0, end);
}

std::optional<std::int64_t> number(std::string_view line, std::string_view key) {
  const std::optional<std::string_view> rest = behind(line, key);
  std::int64_t value = 0;
  if (!rest ||
      std::from_chars(rest->data(), rest->data() + rest->size(), value).ec != std::errc()) {
    return std::nullopt;
  }
  return value;
}

} // namespace

void History::read(std::string_view lines) {
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    const auto target = plain_string(line, R"("target":")");
    const auto elapsed = number(line, R"("elapsed_ns":)");
    if (!target || !elapsed || *elapsed < 0 || number(line, R"("status":)") != 0) {
      continue;
    }
    std::int64_t& known = m_elapsed_ns.try_emplace(std::string(*target), 0).first->second;
    m_sum_ns += *elapsed - known;
    known = *elapsed;
  }
}

std::int64_t History::expected_ns(std::string_view target) const {
  if (const auto found = m_elapsed_ns.find(target); found != m_elapsed_ns.end()) {
    return found->second;
  }
  return m_elapsed_ns.empty() ? 0 : m_sum_ns / static_cast<std::int64_t>(m_elapsed_ns.size());
}

History read_history(std::string_view objdir) {
  History history;
  const std::string path = journal_path(objdir);
  for (const std::string& name : {path + ".1", path}) {
    history.read(read_file(name).value_or(""));
  }
  return history;
}

} // namespace mmk::meta
