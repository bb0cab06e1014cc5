#include "graph/locate.hpp"

#include "fs/paths.hpp"

namespace mmk::graph {

namespace {

/// A file that .depend knows at a place where it no longer is may have moved along the search path.
std::optional<std::string> find_moved(Finder& finder, Target& target) {
  const std::string_view base = fs::basename(target.name);
  if (!target.from_depend || target.implicit_parents.empty() || base == target.name) {
    return std::nullopt;
  }
  Services& services = finder.graph.services();
  std::optional<std::string> found =
      fs::find_file(services.files, finder.suffixes.search_path(target), finder.graph.roots, base,
                    services.debug);
  if (found && finder.on_stale) {
    finder.on_stale(target, *found);
  }
  return found;
}

/// Where the target's file is, if it is anywhere.
std::optional<std::string> locate(Finder& finder, Target& target) {
  std::optional<std::string> found;
  if (!target.attrs.has(Attr::nopath)) {
    Services& services = finder.graph.services();
    found = fs::find_file(services.files, finder.suffixes.search_path(target), finder.graph.roots,
                          target.name, services.debug);
    if (!found) {
      found = find_moved(finder, target);
    }
    if (services.debug.on(Debug::dir)) {
      services.debug.print("Found '{}' as '{}'\n", target.name,
                           found ? std::string_view(*found) : "(not found)");
    }
  }
  return found;
}

/// A member that is no file of its own is as old as its copy in an archive that is being built (the
/// last one that names it); if anything but an archive wants it, it must exist.
TimeStamp member_time(const Target& member) {
  TimeStamp time;
  for (const Target* const parent : member.parents) {
    if (!parent->remake) {
      continue;
    }
    if (!parent->attrs.has(Attr::archv)) {
      return {};
    }
    if (split_archive_name(parent->name).member == member.name) {
      time = parent->mtime;
    }
  }
  return time;
}

} // namespace

void update_mtime(Finder& finder, Target& target, bool recheck) {
  fs::StatCache& files = finder.graph.services().files;
  if (target.attrs.has(Attr::archv)) {
    if (recheck) {
      files.forget(split_archive_name(target.name).archive);
    }
    target.mtime = finder.archives.member_mtime(target);
    return;
  }
  if (target.attrs.has(Attr::phony)) {
    target.mtime = TimeStamp{};
    return;
  }
  if (target.path.empty()) {
    // What is nowhere will be made here: that answer lasts until the suffix search looks again.
    target.path = locate(finder, target).value_or(target.name);
  }
  const std::string& file = target.file();
  const fs::FileInfo& info = recheck ? files.fresh_stat(file) : files.stat(file);
  if (!info.exists() && target.attrs.has(Attr::member)) {
    target.mtime = member_time(target);
    return;
  }
  // 0 means "absent": a file dated 1970 is one second older, as in bmake.
  target.mtime = info.exists() && info.mtime.is_zero() ? TimeStamp::from(1, 0) : info.mtime;
}

} // namespace mmk::graph
