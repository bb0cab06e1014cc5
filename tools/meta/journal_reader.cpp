#include "tools/meta/journal_reader.hpp"

#include "meta/journal.hpp"

#include <nlohmann/json.hpp>

namespace mmk::metatool {

namespace {

using Json = nlohmann::json;

std::vector<std::string> strings(const Json& entry, const char* key) {
  std::vector<std::string> values;
  const auto found = entry.find(key);
  if (found != entry.end() && found->is_array()) {
    for (const Json& value : *found) {
      values.push_back(value.is_string() ? value.get<std::string>() : "");
    }
  }
  return values;
}

std::int64_t number(const Json& entry, const char* key) {
  const auto found = entry.find(key);
  return found != entry.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

std::string text(const Json& entry, const char* key) {
  const auto found = entry.find(key);
  return found != entry.end() && found->is_string() ? found->get<std::string>() : "";
}

void read_lines(const std::string& lines, std::vector<PastJob>& jobs) {
  std::size_t begin = 0;
  while (begin < lines.size()) {
    const std::size_t end = std::min(lines.find('\n', begin), lines.size());
    const Json entry = Json::parse(lines.begin() + static_cast<std::ptrdiff_t>(begin),
                                   lines.begin() + static_cast<std::ptrdiff_t>(end), nullptr,
                                   /*allow_exceptions=*/false);
    begin = end + 1;
    if (!entry.is_object()) {
      continue;
    }
    PastJob job;
    job.build = number(entry, "build");
    job.time_ns = number(entry, "time_ns");
    job.target = text(entry, "target");
    job.meta_path = text(entry, "meta");
    job.status = static_cast<int>(number(entry, "status"));
    job.elapsed_ns = number(entry, "elapsed_ns");
    job.reasons = strings(entry, "reasons");
    job.paths = strings(entry, "paths");
    job.changed_sources = strings(entry, "changed_sources");
    jobs.push_back(std::move(job));
  }
}

} // namespace

std::vector<PastJob> read_journal(Context& context, const std::string& objdir) {
  std::vector<PastJob> jobs;
  const std::string path = meta::journal_path(objdir);
  for (const std::string& name : {path + ".1", path}) {
    if (const Result<std::string> lines = context.disk.read(name)) {
      read_lines(*lines, jobs);
    }
  }
  return jobs;
}

} // namespace mmk::metatool
