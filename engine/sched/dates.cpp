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

void note(Build& build, std::string_view text) {
  if (build.debug.on(Debug::make)) {
    build.debug.write(text);
  }
}

/// The rules of the original make: existence and age.
bool regular_oodate(Build& build, Target& target) {
  if (const Target* const child = target.youngest_child; child != nullptr) {
    if (target.mtime < child->mtime) {
      if (build.debug.on(Debug::make)) {
        build.debug.print("modified before source \"{}\"...", child->file());
      }
      return true;
    }
    return false;
  }
  if (target.mtime.is_zero() && !target.attrs.has(Attr::optional)) {
    note(build, "nonexistent and no sources...");
    return true;
  }
  if (target.attrs.has(Attr::doubledep)) {
    note(build, ":: operator and no sources...");
    return true;
  }
  return false;
}

bool forced(Build& build, const Target& target) {
  if (target.attrs.has(Attr::force)) {
    note(build, "! operator...");
  } else if (target.attrs.has(Attr::phony)) {
    note(build, ".PHONY node...");
  } else if (target.attrs.has(Attr::exec)) {
    note(build, ".EXEC node...");
  } else {
    return false;
  }
  return true;
}

bool classic_oodate(Build& build, Target& target) {
  if (target.attrs.any(Attr::use | Attr::usebefore)) {
    note(build, ".USE node...");
    return false;
  }
  if (target.attrs.has(Attr::lib) && !target.mtime.is_zero()) {
    note(build, "library...");
    return build.finder.archives.library_out_of_date(target);
  }
  if (target.attrs.has(Attr::join)) {
    note(build, ".JOIN node...");
    if (build.debug.on(Debug::make)) {
      build.debug.print("source {}...", target.child_made ? "made" : "not made");
    }
    return target.child_made;
  }
  if (forced(build, target) || regular_oodate(build, target)) {
    return true;
  }
  // A source like FORCE that has neither file nor commands was "made": its parents follow.
  if (target.force) {
    note(build, "non existing child...");
  }
  return target.force;
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
  const std::string all =
      child.attrs.has(Attr::join)
          ? build.variables.value(child.vars, ".ALLSRC").value_or("")
          : name;
  if (!all.empty()) {
    build.variables.append(parent.vars, ".ALLSRC", all);
  }
  const bool newer = parent.attrs.has(Attr::join)
                         ? child.made == Made::made
                         : parent.mtime < child.mtime ||
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
  bool oodate = classic_oodate(build, target);
  if (build.meta != nullptr) {
    oodate = build.meta->oodate(target, oodate);
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
