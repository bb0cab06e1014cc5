#include "meta/reason.hpp"

#include <fmt/format.h>

namespace mmk::meta {

namespace {

template <class... F> struct overloaded : F... { using F::operator()...; };
template <class... F> overloaded(F...) -> overloaded<F...>;

/// What stands behind "META: LINE: "; `line` 0: the reason has no line of its own.
struct Text {
  int line = 0;
  std::string text;
};

Text text_of(const CommandChanged& r) {
  return {r.line, fmt::format("a build command has changed\n{}\nvs\n{}", r.recorded, r.now)};
}
Text text_of(const CommandCountChanged& r) {
  return {r.line,
          r.now > r.recorded
              ? "there are extra build commands now that weren't in the meta data file"
              : "there were more build commands in the meta data file than there are now..."};
}
Text text_of(const CwdChanged& r) {
  return {r.line, fmt::format("the current working directory has changed from '{}' to '{}'",
                              r.recorded, r.now)};
}
Text text_of(const FileNewer& r) {
  return {r.line, fmt::format("file '{}' is newer than the target...", r.path)};
}
Text text_of(const ContentChanged& r) {
  return {r.line, fmt::format("file '{}' has changed...", r.path)};
}
Text text_of(const ChangedDuringJob& r) {
  return {r.line, fmt::format("file '{}' was changed while the target was made...", r.path)};
}
Text text_of(const Missing& r) {
  return {0, fmt::format("missing files: {}...", r.path)};
}
Text text_of(const Appeared& r) {
  return {r.line, fmt::format("file '{}' was not found then and exists now...", r.path)};
}
Text text_of(const ListingChanged& r) {
  return {r.line, fmt::format("the entries of directory '{}' have changed...", r.path)};
}
Text text_of(const OutputDamaged& r) {
  return {r.line, fmt::format("output '{}' is not as it was made...", r.path)};
}
Text text_of(const SourceNewer& r) {
  return {0, fmt::format("source '{}' is newer than the target...", r.path)};
}
Text text_of(const NoMeta&) {
  return {0, "required but missing"};
}
Text text_of(const NoFilemonData& r) {
  return {0, r.warning.empty() ? "missing filemon data"
                               : fmt::format("filemon data is not whole: {}", r.warning)};
}
Text text_of(const Corrupt& r) {
  return {r.line, r.text};
}
Text text_of(const Incomplete&) {
  return {0, "incomplete: the job did not come to its end"};
}
Text text_of(const LastFailed& r) {
  return {0, fmt::format("the last attempt failed (error code {})", r.status)};
}

/// The first place where two commands differ, with some text around it.
std::string difference(std::string_view recorded, std::string_view now) {
  constexpr std::size_t around = 24;
  std::size_t same = 0;
  while (same < recorded.size() && same < now.size() && recorded[same] == now[same]) {
    ++same;
  }
  std::size_t tail = 0;
  while (tail < recorded.size() - same && tail < now.size() - same &&
         recorded[recorded.size() - 1 - tail] == now[now.size() - 1 - tail]) {
    ++tail;
  }
  const auto cut = [&](std::string_view text) {
    std::string_view middle = text.substr(same, text.size() - same - tail);
    return middle.size() > 2 * around ? std::string(middle.substr(0, 2 * around)) + "..."
                                      : std::string(middle);
  };
  const std::size_t from = same > around ? same - around : 0;
  return fmt::format("{}{}: '{}' became '{}'", from > 0 ? "..." : "", now.substr(from, same - from),
                     cut(recorded), cut(now));
}

std::string short_of(const CommandChanged& r) {
  return fmt::format("command {} changed: {}", r.index + 1, difference(r.recorded, r.now));
}
std::string short_of(const CommandCountChanged& r) {
  return fmt::format("it had {} commands, now {}", r.recorded, r.now);
}
std::string short_of(const CwdChanged& r) {
  return fmt::format("it ran in {}, now in {}", r.recorded, r.now);
}
std::string short_of(const FileNewer& r) {
  return fmt::format("{} is newer than the target", r.path);
}
std::string short_of(const ContentChanged& r) {
  return fmt::format("{} changed", r.path);
}
std::string short_of(const ChangedDuringJob& r) {
  return fmt::format("{} changed while the target was made", r.path);
}
std::string short_of(const Missing& r) {
  return fmt::format("{} {} is gone", r.output ? "output" : "input", r.path);
}
std::string short_of(const Appeared& r) {
  return fmt::format("{} exists now, it was looked for and not found", r.path);
}
std::string short_of(const ListingChanged& r) {
  return fmt::format("directory {} has other entries", r.path);
}
std::string short_of(const OutputDamaged& r) {
  return fmt::format("output {} is not as it was made", r.path);
}
std::string short_of(const SourceNewer& r) {
  return fmt::format("source {} is newer than the target", r.path);
}
std::string short_of(const NoMeta&) {
  return "there is no .meta file";
}
std::string short_of(const NoFilemonData& r) {
  return r.warning.empty() ? "there is no filemon data"
                           : fmt::format("the filemon data is not whole: {}", r.warning);
}
std::string short_of(const Corrupt& r) {
  return fmt::format("the .meta file is damaged (line {}: {})", r.line, r.text);
}
std::string short_of(const Incomplete&) {
  return "the last attempt did not come to its end";
}
std::string short_of(const LastFailed& r) {
  return fmt::format("the last attempt failed (error code {})", r.status);
}

void state_json(std::string_view name, const FileState& state, JsonWriter& json) {
  json.key(name).begin_object();
  json.field("size", state.size).field("mtime_ns", state.mtime_ns);
  json.field("identity", fmt::format("{:x}", state.identity));
  if (state.known) {
    json.field("digest", fmt::format("{:016x}", state.digest));
  }
  json.end_object();
}

void where_json(std::int64_t pid, int line, JsonWriter& json) {
  json.field("pid", pid).field("line", std::int64_t{line});
}

void fields(const CommandChanged& r, JsonWriter& json) {
  json.field("index", std::int64_t{r.index}).field("recorded", r.recorded).field("now", r.now);
  json.field("line", std::int64_t{r.line});
}
void fields(const CommandCountChanged& r, JsonWriter& json) {
  json.field("recorded", std::int64_t{r.recorded}).field("now", std::int64_t{r.now});
  json.field("line", std::int64_t{r.line});
}
void fields(const CwdChanged& r, JsonWriter& json) {
  json.field("recorded", r.recorded).field("now", r.now).field("line", std::int64_t{r.line});
}
void fields(const FileNewer& r, JsonWriter& json) {
  json.field("path", r.path).field("mtime_ns", r.mtime.ns);
  json.field("target_mtime_ns", r.target_mtime.ns);
  where_json(r.pid, r.line, json);
}
void fields(const ContentChanged& r, JsonWriter& json) {
  json.field("path", r.path);
  state_json("recorded", r.recorded, json);
  state_json("now", r.now, json);
  json.field_bool("declared", r.declared);
  where_json(r.pid, r.line, json);
}
void fields(const Missing& r, JsonWriter& json) {
  json.field("path", r.path).field_bool("output", r.output);
  where_json(r.pid, r.line, json);
}
void fields(const OutputDamaged& r, JsonWriter& json) {
  json.field("path", r.path);
  state_json("recorded", r.recorded, json);
  state_json("now", r.now, json);
  json.field("line", std::int64_t{r.line});
}
void fields(const SourceNewer& r, JsonWriter& json) {
  json.field("path", r.path);
}
void fields(const NoMeta&, JsonWriter&) {}
void fields(const NoFilemonData& r, JsonWriter& json) {
  json.field("warning", r.warning);
}
void fields(const Corrupt& r, JsonWriter& json) {
  json.field("text", r.text).field("line", std::int64_t{r.line});
}
void fields(const Incomplete&, JsonWriter&) {}
void fields(const LastFailed& r, JsonWriter& json) {
  json.field("status", std::int64_t{r.status});
}
/// ChangedDuringJob, Appeared, ListingChanged: a path and where it was recorded.
template <class R> void fields(const R& r, JsonWriter& json) {
  json.field("path", r.path);
  where_json(r.pid, r.line, json);
}

template <class R>
concept HasPath = requires(const R& r) {
  r.path;
};

} // namespace

std::string render_text(const Reason& reason, std::string_view meta_path) {
  const Text text = std::visit([](const auto& r) { return text_of(r); }, reason);
  return text.line > 0 ? fmt::format("{}: {}: {}", meta_path, text.line, text.text)
                       : fmt::format("{}: {}", meta_path, text.text);
}

std::string render_short(const Reason& reason) {
  return std::visit([](const auto& r) { return short_of(r); }, reason);
}

std::string_view kind_of(const Reason& reason) {
  return std::visit(overloaded{
                        [](const CommandChanged&) { return "command-changed"; },
                        [](const CommandCountChanged&) { return "command-count-changed"; },
                        [](const CwdChanged&) { return "cwd-changed"; },
                        [](const FileNewer&) { return "file-newer"; },
                        [](const ContentChanged&) { return "content-changed"; },
                        [](const ChangedDuringJob&) { return "changed-during-job"; },
                        [](const Missing&) { return "missing"; },
                        [](const Appeared&) { return "appeared"; },
                        [](const ListingChanged&) { return "listing-changed"; },
                        [](const OutputDamaged&) { return "output-damaged"; },
                        [](const SourceNewer&) { return "source-newer"; },
                        [](const NoMeta&) { return "no-meta"; },
                        [](const NoFilemonData&) { return "no-filemon-data"; },
                        [](const Corrupt&) { return "corrupt"; },
                        [](const Incomplete&) { return "incomplete"; },
                        [](const LastFailed&) { return "last-failed"; },
                    },
                    reason);
}

void render_json(const Reason& reason, JsonWriter& json) {
  json.begin_object();
  json.field("kind", kind_of(reason));
  std::visit([&json](const auto& r) { fields(r, json); }, reason);
  json.field("text", render_short(reason));
  json.end_object();
}

bool is_warning(const Reason& reason) {
  return std::holds_alternative<Corrupt>(reason);
}

std::string_view path_of(const Reason& reason) {
  return std::visit(
      [](const auto& r) -> std::string_view {
        if constexpr (HasPath<std::decay_t<decltype(r)>>) {
          return r.path;
        } else {
          return {};
        }
      },
      reason);
}

} // namespace mmk::meta
