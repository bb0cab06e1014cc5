// Noted questions and answers in one block of bytes, for a file: packed by the run that asked, used
// where they lie by the one that wants to know whether all is as it was.
#pragma once

#include "fs/notes.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mmk::fs {

/// Appends them, in this order.
void pack(std::string& out, std::span<const Notes* const> notes);

class PackedAnswers {
public:
  /// Bytes of pack(), at an address that is a multiple of 8; they are pointed into. nullopt: they
  /// are no such thing.
  [[nodiscard]] static std::optional<PackedAnswers> parse(std::string_view bytes);

  [[nodiscard]] std::size_t size() const { return m_answers.size(); }
  /// Asks everything again, on several threads if there is much, up to the first answer that is
  /// another one. `files` must allow questions about absolute paths from any thread.
  [[nodiscard]] bool hold(const FileSystem& files) const;

private:
  [[nodiscard]] bool sound() const;
  /// Are the answers from `begin` to `end` what they were?
  [[nodiscard]] bool part_holds(const FileSystem& files, std::size_t begin, std::size_t end) const;

  std::span<const Answer> m_answers;
  std::span<const std::uint32_t> m_name_ends; ///< in m_names
  std::span<const std::uint32_t> m_directories;
  std::span<const std::uint32_t> m_directory_ends; ///< in m_directory_names
  std::span<const std::uint8_t> m_questions;
  std::string_view m_directory_names;
  std::string_view m_names;
};

} // namespace mmk::fs
