#include "fs/packed_answers.hpp"

#include "base/byte_cutter.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <system_error>
#include <thread>
#include <vector>

namespace mmk::fs {

namespace {

struct Header {
  std::uint32_t questions = 0;
  std::uint32_t directories = 0;
  std::uint64_t directory_bytes = 0;
  std::uint64_t name_bytes = 0;
};

bool rises(std::span<const std::uint32_t> ends, std::size_t last) {
  return std::is_sorted(ends.begin(), ends.end()) && (ends.empty() ? 0 : ends.back()) == last;
}

} // namespace

/// Puts several notes behind each other: of each array first the one's part, then the other's. A
/// directory may occur once in each.
class Packer {
public:
  Packer(std::string& out, std::span<const Notes* const> notes) : m_out(&out), m_notes(notes) {}

  void run() {
    Header header;
    for (const Notes* const notes : m_notes) {
      header.questions += static_cast<std::uint32_t>(notes->size());
      header.directories += static_cast<std::uint32_t>(notes->m_directory_ends.size());
      header.directory_bytes += notes->m_directory_names.size();
      header.name_bytes += notes->m_names.size();
    }
    m_out->reserve(m_out->size() + sizeof header + header.questions * 17UL +
                   header.directories * 4UL + header.directory_bytes + header.name_bytes);
    put(&header, sizeof header);
    each([&](const Notes& notes) { put_all(notes.m_answers); });
    put_shifted(&Notes::m_name_ends, [](const Notes& notes) { return notes.m_names.size(); });
    put_shifted(&Notes::m_directories,
                [](const Notes& notes) { return notes.m_directory_ends.size(); });
    put_shifted(&Notes::m_directory_ends,
                [](const Notes& notes) { return notes.m_directory_names.size(); });
    each([&](const Notes& notes) { put_all(notes.m_questions); });
    each([&](const Notes& notes) { put_all(notes.m_directory_names); });
    each([&](const Notes& notes) { put_all(notes.m_names); });
  }

private:
  template <class Visit> void each(Visit visit) {
    for (const Notes* const notes : m_notes) {
      visit(*notes);
    }
  }
  void put(const void* bytes, std::size_t size) {
    m_out->append(static_cast<const char*>(bytes), size);
  }
  template <class Items> void put_all(const Items& items) {
    put(items.data(), items.size() * sizeof items[0]);
  }
  /// Numbers that count from the beginning of what the notes before came to.
  template <class Size> void put_shifted(std::vector<std::uint32_t> Notes::*numbers, Size size) {
    std::uint32_t shift = 0;
    for (const Notes* const notes : m_notes) {
      for (const std::uint32_t number : notes->*numbers) {
        const std::uint32_t shifted = number + shift;
        put(&shifted, sizeof shifted);
      }
      shift += static_cast<std::uint32_t>(size(*notes));
    }
  }

  std::string* m_out;
  std::span<const Notes* const> m_notes;
};

void pack(std::string& out, std::span<const Notes* const> notes) {
  Packer(out, notes).run();
}

std::optional<PackedAnswers> PackedAnswers::parse(std::string_view bytes) {
  Header header;
  if (bytes.size() < sizeof header) {
    return std::nullopt;
  }
  std::memcpy(&header, bytes.data(), sizeof header);
  PackedAnswers parsed;
  ByteCutter cutter(bytes.substr(sizeof header));
  cutter.array(parsed.m_answers, header.questions);
  cutter.array(parsed.m_name_ends, header.questions);
  cutter.array(parsed.m_directories, header.questions);
  cutter.array(parsed.m_directory_ends, header.directories);
  cutter.array(parsed.m_questions, header.questions);
  parsed.m_directory_names = cutter.bytes(header.directory_bytes);
  parsed.m_names = cutter.bytes(header.name_bytes);
  if (!cutter.done() || !parsed.sound()) {
    return std::nullopt;
  }
  return parsed;
}

bool PackedAnswers::sound() const {
  const auto directories = static_cast<std::uint32_t>(m_directory_ends.size());
  return rises(m_name_ends, m_names.size()) && rises(m_directory_ends, m_directory_names.size()) &&
         std::all_of(m_directories.begin(), m_directories.end(),
                     [directories](std::uint32_t number) { return number < directories; }) &&
         std::all_of(m_questions.begin(), m_questions.end(),
                     [](std::uint8_t question) { return question < k_question_count; });
}

bool PackedAnswers::part_holds(const FileSystem& files, std::size_t begin, std::size_t end) const {
  std::string path;
  std::uint32_t directory = ~std::uint32_t{0};
  std::size_t prefix = 0;
  for (std::size_t i = begin; i < end; ++i) {
    if (m_directories[i] != directory) {
      directory = m_directories[i];
      const std::uint32_t from = directory == 0 ? 0 : m_directory_ends[directory - 1];
      path = m_directory_names.substr(from, m_directory_ends[directory] - from);
      path += '/';
      prefix = path.size();
    }
    const std::uint32_t from = i == 0 ? 0 : m_name_ends[i - 1];
    path.resize(prefix);
    path += m_names.substr(from, m_name_ends[i] - from);
    if (ask(files, static_cast<Question>(m_questions[i]), path) != m_answers[i]) {
      return false;
    }
  }
  return true;
}

bool PackedAnswers::hold(const FileSystem& files) const {
  constexpr std::size_t k_part = 256;
  constexpr std::size_t k_worth_a_thread = 2000;
  constexpr std::size_t k_most_threads = 8;
  if (!part_holds(files, 0, std::min(k_part, size()))) {
    return false;
  }
  std::atomic<std::size_t> next{k_part};
  std::atomic<bool> same{true};
  const auto work = [&] {
    while (same.load(std::memory_order_relaxed)) {
      const std::size_t begin = next.fetch_add(k_part, std::memory_order_relaxed);
      if (begin >= size()) {
        return;
      }
      if (!part_holds(files, begin, std::min(begin + k_part, size()))) {
        same.store(false, std::memory_order_relaxed);
      }
    }
  };
  std::size_t useful = std::min(size() / k_worth_a_thread, k_most_threads);
  if (useful > 1) { // finding out how many processors there are takes as long as 20 answers
    useful = std::min<std::size_t>(useful, std::thread::hardware_concurrency());
  }
  std::vector<std::thread> helpers;
  try {
    for (std::size_t i = 1; i < useful; ++i) {
      helpers.emplace_back(work);
    }
  } catch (const std::system_error&) { // there may be no more threads: those there are do it all
  }
  work();
  for (std::thread& helper : helpers) {
    helper.join();
  }
  return same.load(std::memory_order_relaxed);
}

} // namespace mmk::fs
