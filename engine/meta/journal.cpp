#include "meta/journal.hpp"

#include "base/io.hpp"
#include "base/json_writer.hpp"
#include "base/unique_fd.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cstdio>

namespace mmk::meta {

namespace {

void strings(JsonWriter& json, std::string_view key, const std::vector<std::string>& values) {
  if (values.empty()) {
    return;
  }
  json.key(key).begin_array();
  for (const std::string& value : values) {
    json.string(value);
  }
  json.end_array();
}

} // namespace

std::string journal_path(std::string_view objdir) {
  return std::string(objdir) + "/.mmk/log";
}

std::string format_journal_entry(const JournalEntry& entry) {
  JsonWriter json;
  json.begin_object();
  json.field("build", entry.build).field("time_ns", entry.time.ns);
  json.field("target", entry.target).field("meta", entry.meta_path);
  json.field("status", std::int64_t{entry.status}).field("elapsed_ns", entry.elapsed_ns);
  if (entry.max_rss_kib > 0) {
    json.field("max_rss_kib", entry.max_rss_kib);
  }
  strings(json, "reasons", entry.reasons);
  strings(json, "paths", entry.paths);
  strings(json, "changed_sources", entry.changed_sources);
  json.end_object();
  return json.take();
}

void Journal::append(JournalEntry entry) {
  constexpr std::size_t buffer_limit = std::size_t{16} * 1024;
  entry.build = m_build;
  m_pending += format_journal_entry(entry);
  m_pending += '\n';
  if (m_pending.size() >= buffer_limit) {
    flush();
  }
}

void Journal::flush() {
  if (m_pending.empty()) {
    return;
  }
  const std::string path = journal_path(m_objdir);
  ::mkdir((m_objdir + "/.mmk").c_str(), 0777);
  struct stat st {};
  if (::stat(path.c_str(), &st) == 0 &&
      static_cast<std::size_t>(st.st_size) + m_pending.size() > k_journal_limit) {
    ::rename(path.c_str(), (path + ".1").c_str());
  }
  // One write in append mode: makes that share the directory do not mix lines.
  const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
  if (fd.valid()) {
    (void)write_all(fd.get(), m_pending);
  }
  m_pending.clear();
}

Journal::~Journal() {
  flush();
}

} // namespace mmk::meta
