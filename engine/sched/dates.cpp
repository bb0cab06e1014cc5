#include "sched/dates.hpp"

#include "graph/locate.hpp"
#include "sched/meta_mode.hpp"

#include <array>
#include <ctime>

namespace mmk::sched {

using graph::Attr;
using graph::Attrs;
using graph::Made;
using graph::Target;

namespace {

constexpr Attrs k_dateless = Attr::join | Attr::use | Attr::usebefore | Attr::exec;

void look_up(Build& build, Target& target) {
  if (target.attrs.any(k_dateless)) {
    return;
  }
  graph::update_mtime(build.finder, target, true);
  if (build.debug.on(Debug::make)) {
    if (target.mtime.is_zero()) {
      build.debug.print("nonexistent...");
    } else {
      build.debug.print("modified {}...", format_time(target.mtime));
    }
  }
}

/// Archives keep whole seconds: a member is not older than the file it was made from a moment ago.
bool is_older(const Target& target, TimeStamp source) {
  if (target.attrs.any(Attr::member | Attr::archv)) {
    return target.mtime.seconds() < source.seconds();
  }
  return target.mtime < source;
}

/// One rule's finding: what -dm prints, and the same as a reason for people.
struct Finding {
  bool oodate = false;
  std::string debug;
  std::string reason;
};

/// The rules of the original make: existence and age.
Finding regular_oodate(const Target& target) {
  if (const Target* const child = target.youngest_child; child != nullptr) {
    if (!is_older(target, child->mtime)) {
      return {};
    }
    return {true, "modified before source \"" + child->file() + "\"...",
            target.mtime.is_zero()
                ? "it does not exist"
                : child->file() +
                      (child->made == Made::made ? " was made in this build" : " is newer")};
  }
  if (target.mtime.is_zero() && !target.attrs.has(Attr::optional)) {
    return {true, "nonexistent and no sources...", "it does not exist"};
  }
  if (target.attrs.has(Attr::doubledep)) {
    return {true, ":: operator and no sources...", "'::' without sources"};
  }
  return {};
}

Finding forced(const Target& target) {
  if (target.attrs.has(Attr::force)) {
    return {true, "! operator...", "'!' makes it always"};
  }
  if (target.attrs.has(Attr::phony)) {
    return {true, ".PHONY node...", "it is no file (.PHONY)"};
  }
  if (target.attrs.has(Attr::exec)) {
    return {true, ".EXEC node...", ".EXEC runs it always"};
  }
  return {};
}

Finding library_oodate(Build& build, Target& target) {
  constexpr std::string_view label = "library...";
  if (target.mtime.is_zero()) {
    return {true, std::string(label), "it does not exist"};
  }
  if (target.youngest_child == nullptr && target.attrs.has(Attr::doubledep)) {
    return {true, std::string(label), "it is a :: target without sources"};
  }
  return {build.finder.archives.library_out_of_date(target), std::string(label),
          "a source or its table of contents is newer"};
}

Finding classic_oodate(Build& build, Target& target) {
  if (target.attrs.any(Attr::use | Attr::usebefore)) {
    return {false, ".USE node...", ""};
  }
  if (target.attrs.has(Attr::lib)) {
    return library_oodate(build, target);
  }
  if (target.attrs.has(Attr::join)) {
    return {target.child_made,
            std::string(".JOIN node...source ") + (target.child_made ? "made" : "not made") + "...",
            "a source was made"};
  }
  if (Finding found = forced(target); found.oodate) {
    return found;
  }
  if (Finding found = regular_oodate(target); found.oodate) {
    return found;
  }
  // A source like FORCE that has neither file nor commands was "made": its parents follow.
  return {target.force, target.force ? "non existing child..." : "",
          "a source that is no file was made"};
}

void explain(Build& build, const Target& target) {
  std::vector<std::string> reasons;
  if (build.meta != nullptr) {
    reasons = build.meta->all_reasons(target);
  }
  if (reasons.empty()) {
    reasons.push_back(build.reasons[&target]);
  }
  for (const std::string& reason : reasons) {
    build.sink.out("explain: " + target.name + ": " + reason + "\n");
  }
}

std::string source_name(Build& build, Target& child) {
  if (child.attrs.has(Attr::archv)) {
    return build.variables.value(child.vars, ".MEMBER").value_or(child.file());
  }
  return child.file();
}

void add_source(Build& build, Target& parent, Target& child) {
  if (child.attrs.any(Attr::exec | Attr::use | Attr::usebefore | Attr::invisible)) {
    return;
  }
  const std::string name = source_name(build, child);
  const std::string all = child.attrs.has(Attr::join)
                              ? build.variables.value(child.vars, ".ALLSRC").value_or("")
                              : name;
  if (!all.empty()) {
    build.variables.append(parent.vars, ".ALLSRC", all);
  }
  const bool newer = parent.attrs.has(Attr::join)
                         ? child.made == Made::made
                         : is_older(parent, child.mtime) ||
                               (child.mtime >= build.start && child.made == Made::made);
  if (newer) {
    build.variables.append(parent.vars, ".OODATE", name);
  }
}

} // namespace

std::string format_time(TimeStamp time) {
  const std::time_t seconds = time.seconds();
  std::tm parts{};
  localtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  const std::size_t n = std::strftime(text.data(), text.size(), "%H:%M:%S %b %d, %Y", &parts);
  return {text.data(), n};
}

void update_youngest_child(Target& parent, Target& child) {
  if (parent.youngest_child == nullptr || child.mtime > parent.youngest_child->mtime) {
    parent.youngest_child = &child;
  }
}

bool is_oodate(Build& build, Target& target) {
  look_up(build, target);
  Finding found = classic_oodate(build, target);
  if (build.debug.on(Debug::make)) {
    build.debug.write(found.debug);
  }
  bool oodate = found.oodate;
  if (oodate && build.wants_reasons) {
    build.reasons[&target] = std::move(found.reason);
  }
  if (build.meta != nullptr) {
    oodate = build.meta->oodate(target, oodate);
  }
  if (oodate && build.options.explain && !target.commands.empty()) {
    explain(build, target);
  }
  // The parents need to know how young a child is that nobody makes.
  if (!oodate) {
    for (Target* const parent : target.parents) {
      update_youngest_child(*parent, target);
    }
  }
  return oodate;
}

TimeStamp recheck(Build& build, Target& target) {
  build.files.forget(target.file());
  graph::update_mtime(build.finder, target, true);
  const TimeStamp found = target.mtime;
  // The rule for what was made without leaving a file: it is as new as can be, so that everything
  // that depends on it is made.
  if (build.options.no_execute || target.attrs.has(Attr::save_commands) ||
      (found.is_zero() && !target.attrs.has(Attr::wait))) {
    if (build.debug.on(Debug::make)) {
      build.debug.print(" recheck({}): update time from {} to now\n", target.name,
                        found.is_zero() ? "nonexistent" : format_time(found));
    }
    target.mtime = build.start;
  } else if (build.debug.on(Debug::make)) {
    build.debug.print(" recheck({}): current update time: {}\n", target.name, format_time(found));
  }
  return found;
}

void set_local_vars(Build& build, Target& target) {
  if (target.done_allsrc) {
    return;
  }
  for (Target* const child : target.children) {
    child->attrs.clear(Attr::mark);
  }
  for (Target* const child : target.children) {
    if (!child->attrs.has(Attr::mark)) { // each source once, however often it is named
      child->attrs |= Attr::mark;
      add_source(build, target, *child);
    }
  }
  for (const std::string_view name : {".OODATE", ".ALLSRC"}) {
    if (!build.variables.value(target.vars, name)) {
      build.variables.set(target.vars, name, "");
    }
  }
  if (target.attrs.has(Attr::join)) {
    build.variables.set(target.vars, ".TARGET",
                        build.variables.value(target.vars, ".ALLSRC").value_or(""));
  }
  target.done_allsrc = true;
}

} // namespace mmk::sched
