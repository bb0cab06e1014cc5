#include "graph/transform_table.hpp"

#include <algorithm>

namespace mmk::graph {

namespace {

/// Keeps `list` sorted by number, so that sources are tried in the order of .SUFFIXES.
void insert(std::vector<Suffix*>& list, Suffix& suffix, DebugLog& debug) {
  const bool log = debug.on(Debug::suff);
  const auto at = std::find_if(list.begin(), list.end(),
                               [&](const Suffix* other) { return other->number >= suffix.number; });
  if (log) {
    debug.print("inserting \"{}\" ({}) ", suffix.name, suffix.number);
  }
  if (at != list.end() && *at == &suffix) {
    if (log) {
      debug.write("already there\n");
    }
    return;
  }
  if (log && at == list.end()) {
    debug.write("at end of list\n");
  } else if (log) {
    debug.print("before \"{}\" ({})\n", (*at)->name, (*at)->number);
  }
  list.insert(at, &suffix);
  ++suffix.refs;
}

void remove(std::vector<Suffix*>& list, Suffix& suffix) {
  const auto at = std::find(list.begin(), list.end(), &suffix);
  if (at != list.end()) {
    list.erase(at);
    --suffix.refs;
  }
}

} // namespace

Suffix* TransformTable::find(std::string_view name) const {
  const auto at = std::find_if(suffixes.begin(), suffixes.end(),
                               [&](const Suffix* suffix) { return suffix->name == name; });
  return at == suffixes.end() ? nullptr : *at;
}

Suffix* TransformTable::of_name(std::string_view name) const {
  const auto at = std::find_if(suffixes.begin(), suffixes.end(),
                               [&](const Suffix* suffix) { return name.ends_with(suffix->name); });
  return at == suffixes.end() ? nullptr : *at;
}

Target* TransformTable::transform(std::string_view name) const {
  const auto at = transforms_by_name.find(name);
  return at == transforms_by_name.end() ? nullptr : at->second;
}

TransformTable::Pair TransformTable::parse(std::string_view name) const {
  Pair single;
  for (Suffix* const from : suffixes) {
    if (!name.starts_with(from->name)) {
      continue;
    }
    const std::string_view rest = name.substr(from->name.size());
    if (rest.empty()) {
      single = Pair{from, null}; // what .NULL names, if it names anything
    } else if (Suffix* const to = find(rest)) {
      return Pair{from, to};
    }
  }
  return single;
}

void TransformTable::relate(Suffix& from, Suffix& to, DebugLog& debug) {
  insert(to.from, from, debug);
  insert(from.to, to, debug);
}

void TransformTable::unrelate(Suffix& from, Suffix& to) {
  remove(to.from, from);
  remove(from.to, to);
}

void set_suffix(Target& target, Suffix* suffix) {
  // Suffix objects are owned, mutable, by the table that handed them out; Target shows them const.
  if (target.suffix != nullptr) {
    --const_cast<Suffix*>(target.suffix)->refs;
  }
  target.suffix = suffix;
  if (suffix != nullptr) {
    ++suffix->refs;
  }
}

} // namespace mmk::graph
