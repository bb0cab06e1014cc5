// meta show: one .meta file for people or as JSON.
#include "base/json_writer.hpp"
#include "meta/digest.hpp"
#include "tools/meta/commands.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>

namespace mmk::metatool {

namespace {

std::string time_text(std::int64_t usec) {
  return fmt::format("{:%Y-%m-%d %H:%M:%S}.{:06}",
                     fmt::localtime(static_cast<std::time_t>(usec / 1'000'000)), usec % 1'000'000);
}

std::string indented(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    out += "    ";
    out += text.substr(0, newline);
    out += '\n';
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
  }
  return out;
}

std::string_view state_of(const meta::MetaFile& file) {
  if (!file.complete()) {
    return "incomplete";
  }
  if (file.failed_status != 0) {
    return "failed";
  }
  if (!file.has_filemon()) {
    return "complete, without filemon data";
  }
  return file.warnings.empty() ? "complete" : "complete, but the tracer did not see everything";
}

/// One heading per kind of use and the paths below it.
struct Kind {
  std::string_view name;
  bool (*is)(const meta::Use&);
};

constexpr std::array<Kind, 6> k_kinds{{
    {"executed", [](const meta::Use& use) { return use.executed; }},
    {"read", [](const meta::Use& use) { return use.read && !use.executed && !use.written; }},
    {"written", [](const meta::Use& use) { return use.written; }},
    {"removed", [](const meta::Use& use) { return use.removed && !use.written && !use.made; }},
    {"not found", [](const meta::Use& use) { return use.not_found && !use.written; }},
    {"listed", [](const meta::Use& use) { return use.listed; }},
}};

/// Letters of all records, counted.
std::array<int, 256> letter_counts(const meta::MetaFile& file, std::string& damage) {
  std::array<int, 256> counts{};
  for (const meta::Section& section : file.sections) {
    meta::RecordReader reader = section.records();
    meta::Record record;
    while (reader.next(record)) {
      ++counts[static_cast<unsigned char>(record.letter)];
    }
    if (reader.bad()) {
      damage = fmt::format("line {}: malformed record", reader.bad()->line);
    }
  }
  return counts;
}

void print(Context& context, const Loaded& loaded) {
  const meta::MetaFile& file = loaded.file;
  std::string& out = context.out;
  out += fmt::format("{}\n  target   {}\n  in       {}\n  state    {}\n", loaded.path, file.target,
                     file.cwd, state_of(file));
  if (!file.oodate.empty()) {
    out += fmt::format("  made for {}\n", file.oodate);
  }
  for (const meta::Section& section : file.sections) {
    if (section.start_usec > 0 && section.stop_usec >= section.start_usec) {
      out += fmt::format("  ran      {}, {:.3f} s\n", time_text(section.start_usec),
                         static_cast<double>(section.stop_usec - section.start_usec) / 1e6);
    }
  }
  for (const meta::FilemonWarning& warning : file.warnings) {
    out += fmt::format("  warning  line {}: {}\n", warning.line, warning.text);
  }
  out += "  commands\n";
  for (const meta::MetaCommand& command : file.commands) {
    out += indented(command.text);
  }
  if (!file.output.empty()) {
    out += "  output\n" + indented(meta::unprotect_output(file.output));
  }
  const std::vector<meta::Use> uses = meta::uses_of(context.disk, file);
  for (const Kind& kind : k_kinds) {
    std::string paths;
    for (const meta::Use& use : uses) {
      if (kind.is(use)) {
        paths += fmt::format("    {}\n", use.path);
      }
    }
    if (!paths.empty()) {
      out += fmt::format("  {}\n{}", kind.name, paths);
    }
  }
  std::string damage;
  (void)letter_counts(file, damage);
  if (!damage.empty()) {
    out += fmt::format("  damage   {}\n", damage);
  }
}

void strings(JsonWriter& json, std::string_view key, const std::vector<std::string_view>& values) {
  json.key(key).begin_array();
  for (const std::string_view value : values) {
    json.string(value);
  }
  json.end_array();
}

void sections_json(JsonWriter& json, const meta::MetaFile& file) {
  json.key("sections").begin_array();
  for (const meta::Section& section : file.sections) {
    json.begin_object();
    json.field("line", std::int64_t{section.first_line});
    json.field("version", std::int64_t{section.version}).field("pid", section.target_pid);
    json.field("start_usec", section.start_usec).field("stop_usec", section.stop_usec);
    json.field_bool("complete", section.complete);
    json.end_object();
  }
  json.end_array();
}

void uses_json(JsonWriter& json, const std::vector<meta::Use>& uses) {
  json.key("files").begin_array();
  for (const meta::Use& use : uses) {
    json.begin_object();
    json.field("path", use.path).field("pid", use.pid).field("line", std::int64_t{use.line});
    json.key("uses").begin_array();
    for (const Kind& kind : k_kinds) {
      if (kind.is(use)) {
        json.string(kind.name);
      }
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void states_json(JsonWriter& json, const meta::MetaFile& file) {
  json.key("states").begin_array();
  for (const meta::Section& section : file.sections) {
    meta::RecordReader reader = section.records();
    meta::Record record;
    while (reader.next(record)) {
      const auto line =
          record.letter == 'H' ? meta::parse_state_line(record.pid, record.data) : std::nullopt;
      if (!line || line->role == meta::StateRole::policy) {
        continue;
      }
      json.begin_object();
      json.field("path", line->path);
      json.field("role", std::string(1, static_cast<char>(line->role)));
      if (line->state.known) {
        json.field("digest", fmt::format("{:016x}", line->state.digest));
      }
      json.field("size", line->state.size).field("mtime_ns", line->state.mtime_ns);
      json.end_object();
    }
  }
  json.end_array();
}

void print_json(Context& context, const Loaded& loaded) {
  const meta::MetaFile& file = loaded.file;
  JsonWriter json;
  json.begin_object();
  json.field("meta", loaded.path).field("target", file.target).field("cwd", file.cwd);
  json.field("state", state_of(file)).field_bool("complete", file.complete());
  json.field("failed_status", std::int64_t{file.failed_status}).field("oodate", file.oodate);
  std::vector<std::string_view> commands;
  for (const meta::MetaCommand& command : file.commands) {
    commands.push_back(command.text);
  }
  strings(json, "commands", commands);
  strings(json, "environment", file.environment);
  json.field("output", meta::unprotect_output(file.output));
  sections_json(json, file);
  std::vector<std::string_view> warnings;
  for (const meta::FilemonWarning& warning : file.warnings) {
    warnings.push_back(warning.text);
  }
  strings(json, "warnings", warnings);
  std::string damage;
  const std::array<int, 256> counts = letter_counts(file, damage);
  json.key("records").begin_object();
  for (char letter = 'A'; letter <= 'Z'; ++letter) {
    if (const int count = counts[static_cast<unsigned char>(letter)]; count > 0) {
      json.field(std::string_view(&letter, 1), std::int64_t{count});
    }
  }
  json.end_object();
  json.field("damage", damage);
  uses_json(json, meta::uses_of(context.disk, file));
  states_json(json, file);
  json.end_object();
  context.out += json.take() + '\n';
}

} // namespace

int show(Context& context, const ShowOptions& options) {
  int failures = 0;
  for (const auto& loaded : load_all(context, options.files, failures)) {
    if (options.json) {
      print_json(context, *loaded);
    } else {
      print(context, *loaded);
    }
  }
  return failures == 0 ? k_ok : k_error;
}

} // namespace mmk::metatool
