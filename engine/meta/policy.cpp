#include "meta/policy.hpp"

#include "fs/glob.hpp"
#include "fs/paths.hpp"
#include "meta/digest.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace mmk::meta {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

/// A word of .MAKE.MODE. `takes_value`: only "word=bf" counts.
struct Word {
  std::string_view name;
  bool Mode::*flag;
  bool takes_value;
};

constexpr std::array<Word, 17> k_words{{
    {"compat", &Mode::compat, false},
    {"normal", &Mode::normal, false},
    {"meta", &Mode::meta, false},
    {"curdirok", &Mode::curdir_ok, true},
    {"env", &Mode::env, false},
    {"ignore-cmd", &Mode::ignore_cmd, false},
    {"missing-filemon", &Mode::missing_filemon, true},
    {"missing-meta", &Mode::missing_meta, true},
    {"nofilemon", &Mode::no_filemon, false},
    {"randomize-targets", &Mode::randomize_targets, false},
    {"read", &Mode::read_only, false},
    {"silent", &Mode::silent, true},
    {"verbose", &Mode::verbose, false},
    {"not-found", &Mode::not_found, true},
    {"listing", &Mode::listing, true},
    {"digest", &Mode::digest, true},
    {"memo", &Mode::memo, true},
}};

void apply_word(Mode& mode, const std::string& word) {
  const std::size_t equals = word.find('=');
  const std::string_view name = std::string_view(word).substr(0, equals);
  for (const Word& known : k_words) {
    if (known.name != name || known.takes_value != (equals != std::string::npos)) {
      continue;
    }
    const char first = known.takes_value && equals + 1 < word.size() ? word[equals + 1] : '1';
    mode.*known.flag = first != '0' && first != 'n' && first != 'f';
  }
}

/// `paths` and their canonical spellings.
std::vector<std::string> both_spellings(const fs::FileSystem& file_system,
                                        const std::vector<std::string>& paths) {
  std::vector<std::string> all;
  const auto add = [&all](std::string path) {
    if (!path.empty() && std::find(all.begin(), all.end(), path) == all.end()) {
      all.push_back(std::move(path));
    }
  };
  for (const std::string& path : paths) {
    if (path.empty()) {
      continue; // an unset ${TMPDIR}; its real path would be the current directory
    }
    add(path);
    if (Result<std::string> real = file_system.realpath(path)) {
      add(*std::move(real));
    }
  }
  return all;
}

bool is_below(std::string_view path, std::string_view directory) {
  return path.starts_with(directory) &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

} // namespace

Mode parse_mode(std::string_view words) {
  constexpr std::string_view blanks = " \t\n\v\f\r";
  Mode mode;
  std::size_t begin = words.find_first_not_of(blanks);
  while (begin != std::string_view::npos) {
    const std::size_t end = words.find_first_of(blanks, begin);
    apply_word(mode, lower(words.substr(begin, end - begin)));
    begin = words.find_first_not_of(blanks, end);
  }
  return mode;
}

std::uint64_t Policy::ignore_fingerprint() const {
  std::string text;
  const auto add = [&text](std::string_view word) {
    text += word;
    text += '\0';
  };
  std::for_each(ignore_paths.begin(), ignore_paths.end(), add);
  add("");
  std::for_each(ignore_patterns.begin(), ignore_patterns.end(), add);
  add("");
  add(ignore_filter_text);
  return digest_of(text);
}

std::vector<std::string> default_ignore_paths() {
  return {"/dev", "/etc", "/proc", "/sys", "/tmp", "/var/run", "/var/tmp"};
}

PathFilter::PathFilter(const fs::FileSystem& file_system, const Policy& policy)
    : m_fs(&file_system), m_policy(&policy),
      m_prefixes(both_spellings(file_system, policy.ignore_paths)),
      m_bailiwick(both_spellings(file_system, policy.bailiwick)),
      m_tmp(both_spellings(file_system, {"/tmp", "/var/tmp", policy.tmpdir})) {}

bool PathFilter::has_prefix(std::string_view path) const {
  return std::any_of(m_prefixes.begin(), m_prefixes.end(),
                     [path](const std::string& prefix) { return path.starts_with(prefix); });
}

const std::string& PathFilter::real_directory(std::string_view directory) {
  const auto [found, fresh] = m_directories.try_emplace(std::string(directory));
  if (fresh) {
    Result<std::string> real = m_fs->realpath(found->first);
    if (real && *real != directory) {
      found->second = *std::move(real);
    }
  }
  return found->second;
}

bool PathFilter::ignored(std::string_view path) {
  if (has_prefix(path)) {
    return true;
  }
  if (!m_prefixes.empty()) {
    const std::string& real = real_directory(fs::dirname(path));
    if (!real.empty() && has_prefix(fs::join(real, fs::basename(path)))) {
      return true;
    }
  }
  const std::vector<std::string>& patterns = m_policy->ignore_patterns;
  if (std::any_of(patterns.begin(), patterns.end(),
                  [path](const std::string& pattern) { return fs::match(path, pattern); })) {
    return true;
  }
  return m_policy->ignore_filter && m_policy->ignore_filter(path);
}

bool PathFilter::in_bailiwick(std::string_view path) const {
  return std::any_of(m_bailiwick.begin(), m_bailiwick.end(),
                     [path](const std::string& prefix) { return path.starts_with(prefix); });
}

bool PathFilter::in_tmp(std::string_view path) const {
  return std::any_of(m_tmp.begin(), m_tmp.end(),
                     [path](const std::string& tmp) { return is_below(path, tmp); });
}

} // namespace mmk::meta
