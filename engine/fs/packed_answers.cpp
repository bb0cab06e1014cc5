#include "fs/packed_answers.hpp"

#include "base/byte_cutter.hpp"
#include "base/flat_index.hpp"
#include "fs/directory_listing.hpp"

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

template <class T> void append(std::string& out, const std::vector<T>& items) {
  if (!items.empty()) {
    out.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
  }
}

/// Most questions are about the directory that the one before was about.
class Packer {
public:
  explicit Packer(std::size_t count) {
    m_answers.reserve(count);
    m_name_ends.reserve(count);
    m_directories.reserve(count);
    m_questions.reserve(count);
  }

  void add(const Notes::Item& item, std::string_view path) {
    const std::size_t slash = path.rfind('/');
    m_answers.push_back(item.answer);
    m_directories.push_back(directory(path.substr(0, slash)));
    m_names += path.substr(slash + 1);
    m_name_ends.push_back(static_cast<std::uint32_t>(m_names.size()));
    m_questions.push_back(static_cast<std::uint8_t>(item.question));
  }

  [[nodiscard]] std::string finish() const {
    Header header;
    header.questions = static_cast<std::uint32_t>(m_answers.size());
    header.directories = static_cast<std::uint32_t>(m_directory_ends.size());
    header.directory_bytes = m_directory_names.size();
    header.name_bytes = m_names.size();
    std::string out(reinterpret_cast<const char*>(&header), sizeof header);
    append(out, m_answers);
    append(out, m_name_ends);
    append(out, m_directories);
    append(out, m_directory_ends);
    append(out, m_questions);
    out += m_directory_names;
    out += m_names;
    return out;
  }

private:
  [[nodiscard]] std::string_view directory_name(std::uint32_t number) const {
    const std::uint32_t begin = number == 0 ? 0 : m_directory_ends[number - 1];
    return std::string_view(m_directory_names).substr(begin, m_directory_ends[number] - begin);
  }

  std::uint32_t directory(std::string_view name) {
    if (!m_directories.empty() && directory_name(m_directories.back()) == name) {
      return m_directories.back();
    }
    const std::uint64_t hash = path_hash(name);
    std::uint32_t number =
        m_known.find(hash, [&](std::uint32_t at) { return directory_name(at) == name; });
    if (number == FlatIndex::k_none) {
      number = static_cast<std::uint32_t>(m_directory_ends.size());
      m_directory_names += name;
      m_directory_ends.push_back(static_cast<std::uint32_t>(m_directory_names.size()));
      m_known.insert(hash, number);
    }
    return number;
  }

  std::vector<Answer> m_answers;
  std::vector<std::uint32_t> m_name_ends;
  std::vector<std::uint32_t> m_directories;
  std::vector<std::uint32_t> m_directory_ends;
  std::vector<std::uint8_t> m_questions;
  std::string m_directory_names;
  std::string m_names;
  FlatIndex m_known; ///< directories by path_hash()
};

/// Calls `visit(item, path)` for each.
template <class Visit> void each(const Notes& notes, Visit visit) {
  std::uint32_t begin = 0;
  for (const Notes::Item& item : notes.items) {
    visit(item, std::string_view(notes.paths).substr(begin, item.path_end - begin));
    begin = item.path_end;
  }
}

bool rises(std::span<const std::uint32_t> ends, std::size_t last) {
  return std::is_sorted(ends.begin(), ends.end()) && (ends.empty() ? 0 : ends.back()) == last;
}

} // namespace

/// What was read comes first: where anything has changed it is most often a makefile, or the index
/// after a build.
std::string pack(std::span<const Notes* const> notes) {
  std::size_t count = 0;
  for (const Notes* const some : notes) {
    count += some->items.size();
  }
  Packer packer(count);
  for (const bool read : {true, false}) {
    for (const Notes* const some : notes) {
      each(*some, [&](const Notes::Item& item, std::string_view path) {
        if ((item.question == Question::content) == read) {
          packer.add(item, path);
        }
      });
    }
  }
  return packer.finish();
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
  const std::size_t useful = std::min<std::size_t>(
      {size() / k_worth_a_thread, std::thread::hardware_concurrency(), k_most_threads});
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
