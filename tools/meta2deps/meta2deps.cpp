#include "tools/meta2deps/meta2deps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace mmk::meta2deps {

namespace {

std::string replace_all(std::string text, std::string_view what) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.erase(at, what.size());
  }
  return text;
}

std::string_view strip(std::string_view text, std::string_view bytes) {
  const std::size_t begin = text.find_first_not_of(bytes);
  if (begin == std::string_view::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(bytes) - begin + 1);
}

/// Directory (without trailing slashes, unless it is all slashes) and last component.
std::pair<std::string, std::string> split_path(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  const std::size_t base = slash == std::string_view::npos ? 0 : slash + 1;
  std::string_view dir = name.substr(0, base);
  const std::size_t last = dir.find_last_not_of('/');
  if (last != std::string_view::npos) {
    dir = dir.substr(0, last + 1);
  }
  return {std::string(dir), std::string(name.substr(base))};
}

const std::string* find_top(std::string_view path, const std::vector<std::string>& tops) {
  for (const std::string& top : tops) {
    if (path.starts_with(top)) {
      return &top;
    }
  }
  return nullptr;
}

/// Is `letter` one of those of `set`? ("RW" is in "RWS": the script tests for substrings.)
bool is_in(std::string_view letter, std::string_view set) {
  return set.find(letter) != std::string_view::npos;
}

void add_unique(std::vector<std::string>& list, std::string entry) {
  if (std::find(list.begin(), list.end(), entry) == list.end()) {
    list.push_back(std::move(entry));
  }
}

std::string with_slash(std::string path) {
  if (!path.ends_with('/')) {
    path += '/';
  }
  return path;
}

void append_trims(std::vector<std::string>& trims, const std::string& word) {
  for (std::string form : {'/' + word + '/', '/' + word, word + '/', word}) {
    trims.push_back(std::move(form));
  }
}

/// `text` without its last `count` bytes.
std::string chop(std::string text, std::size_t count) {
  text.resize(text.size() - std::min(count, text.size()));
  return text;
}

std::string quoted(std::string_view word) {
  return fmt::format("'{}'", word);
}

tl::unexpected<Error> too_few_words() {
  return fail(Errc::corrupt, "list index out of range");
}

Result<std::string> integer(const std::vector<std::string_view>& words, std::size_t index) {
  if (index >= words.size()) {
    return too_few_words();
  }
  if (auto number = parse_integer(words[index])) {
    return *std::move(number);
  }
  return fail(Errc::corrupt, "invalid literal for int() with base 10: " + quoted(words[index]));
}

} // namespace

struct Collector::Parse {
  std::string make_cwd;           ///< CWD of the file
  std::optional<std::string> cwd; ///< of the process of the last record
  std::string latest;             ///< directory it opened last
  std::string last_pid = "0";
  bool in_header = true;
  std::unordered_map<std::string, std::string> cwds;
  std::unordered_map<std::string, std::string> latests;
};

Collector::Collector(fs::FileSystem& file_system, Config config)
    : m_stats(file_system), m_config(std::move(config)) {}

Result<> Collector::set_up() {
  if (m_is_set_up) {
    return {};
  }
  m_is_set_up = true;
  for (const std::string& srctop : m_config.srctops) {
    if (srctop.empty()) {
      return fail(Errc::invalid_argument, "string index out of range");
    }
    add_unique(m_srctops, with_slash(srctop));
    add_unique(m_srctops, with_slash(real_path(with_slash(srctop))));
  }
  MMK_TRY(trim_objroots());
  // The longest match comes first.
  std::sort(m_srctops.begin(), m_srctops.end(), std::greater<>());
  std::sort(m_objroots.begin(), m_objroots.end(), std::greater<>());
  derive_reldir();
  return {};
}

Result<> Collector::trim_objroots() {
  std::vector<std::string> trims;
  append_trims(trims, m_config.machine);
  if (m_config.machine == "host") {
    if (!m_config.host_target) {
      return fail(Errc::invalid_argument, "can only concatenate str (not \"NoneType\") to str");
    }
    append_trims(trims, *m_config.host_target);
  }
  if (!m_config.target_spec.empty()) {
    append_trims(trims, m_config.target_spec);
  }
  for (std::string objroot : m_config.objroots) {
    for (const std::string& trim : trims) {
      if (objroot.ends_with(trim)) {
        // Cutting off nothing leaves nothing: the script insists on a machine.
        objroot = trim.empty() ? "" : chop(std::move(objroot), trim.size());
      }
    }
    if (objroot.empty()) {
      return fail(Errc::invalid_argument, "string index out of range");
    }
    objroot = with_slash(std::move(objroot));
    if (std::find(m_objroots.begin(), m_objroots.end(), objroot) == m_objroots.end()) {
      m_objroots.push_back(objroot);
      add_unique(m_objroots, real_path(objroot) + '/');
    }
  }
  return {};
}

void Collector::derive_reldir() {
  if (m_config.dpdeps.empty() || !m_config.reldir.empty()) {
    return;
  }
  if (m_config.curdir) {
    if (const std::string* top = find_top(*m_config.curdir, m_srctops)) {
      m_config.reldir = replace_all(*m_config.curdir, *top);
    }
  }
  if (m_config.reldir.empty()) {
    m_config.dpdeps.clear();
  }
}

Result<> Collector::add_file(const std::string& name) {
  MMK_TRY(set_up());
  MMK_TRY_ASSIGN(const std::string text, m_stats.file_system().read(name));
  return add_text(name, text);
}

Result<> Collector::add_text(const std::string& name, std::string_view text) {
  MMK_TRY(set_up());
  m_name = name;
  Parse parse;
  parse.make_cwd = m_stats.file_system().cwd();
  parse.latest = parse.make_cwd;
  if (m_config.curdir && !m_config.curdir->empty()) {
    see(*m_config.curdir);
  }
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    const std::string_view bytes = text.substr(0, end);
    const bool two = end != std::string_view::npos && text.substr(end).starts_with("\r\n");
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + (two ? 2 : 1));
    ++number;
    Result<> done;
    if (bytes.starts_with("# filemon:")) {
      done = fail(Errc::corrupt, std::string(bytes.substr(2)));
    } else if (!bytes.empty() && is_in(bytes.substr(0, 1), "CEFLRV")) {
      done = line(parse, split_words(bytes));
    }
    if (!done) {
      return fail(Errc::corrupt, fmt::format("{}:{}: {}", name, number, done.error().text));
    }
  }
  return {};
}

Result<> Collector::header_line(Parse& parse, const Words& words) {
  if (words[0] == "V") {
    MMK_TRY(integer(words, 1));
    parse.in_header = false;
  } else if (words[0] == "CWD") {
    if (words.size() < 2) {
      return too_few_words();
    }
    parse.make_cwd = words[1];
    parse.cwd = parse.make_cwd;
    parse.latest = parse.make_cwd;
    see(parse.make_cwd);
  }
  return {};
}

Result<> Collector::line(Parse& parse, const Words& words) {
  if (parse.in_header) {
    return header_line(parse, words);
  }
  MMK_TRY_ASSIGN(const std::string pid, integer(words, 1));
  if (pid != parse.last_pid) {
    if (parse.last_pid != "0") {
      parse.latests[parse.last_pid] = parse.latest;
    }
    const auto cwd = parse.cwds.find(pid);
    parse.cwd = cwd == parse.cwds.end() ? parse.make_cwd : cwd->second;
    const auto latest = parse.latests.find(pid);
    parse.latest = latest == parse.latests.end() ? parse.make_cwd : latest->second;
    parse.last_pid = pid;
  }
  if (words[0] == "F") {
    return fork(parse, words);
  }
  if (words[0] == "C") {
    return chdir(parse, words);
  }
  if (words.size() < 3) {
    return too_few_words();
  }
  if (seen(words[2])) {
    return {};
  }
  if (is_in(words[0], "ML")) {
    MMK_TRY(path(parse, strip(words[2], "'"), "R", words[2]));
    if (words.size() < 4) {
      return too_few_words();
    }
    return path(parse, strip(words[3], "'"), "W", words[2]);
  }
  if (is_in(words[0], "ERWS")) {
    return path(parse, words[2], words[0], words[2]);
  }
  return {};
}

Result<> Collector::fork(Parse& parse, const Words& words) {
  MMK_TRY_ASSIGN(const std::string child, integer(words, 2));
  if (!parse.cwd) {
    return fail(Errc::corrupt, "a record of process 0 before any directory is known");
  }
  parse.cwds[child] = *parse.cwd;
  parse.latests[child] = *parse.cwd;
  parse.last_pid = child;
  return {};
}

Result<> Collector::chdir(Parse& parse, const Words& words) {
  if (words.size() < 3) {
    return too_few_words();
  }
  if (!parse.cwd) {
    return fail(Errc::corrupt, "a record of process 0 before any directory is known");
  }
  std::string cwd = absolute(words[2], *parse.cwd, "").value_or("");
  if (cwd.empty()) {
    cwd = words[2];
  }
  if (cwd.ends_with("/.")) {
    cwd = chop(std::move(cwd), 2);
  }
  parse.latest = cwd;
  const std::string pid = *parse_integer(words[1]);
  parse.latests[pid] = cwd;
  parse.cwds[pid] = cwd;
  parse.cwd = std::move(cwd);
  return {};
}

Result<> Collector::path(Parse& parse, std::string_view name, std::string_view letter,
                         std::string_view input) {
  if (name.ends_with(".dirdep")) {
    return {};
  }
  for (const std::string& exclude : m_config.excludes) {
    if (!exclude.empty() && name.starts_with(exclude)) {
      return {};
    }
  }
  if (!parse.cwd) {
    return fail(Errc::corrupt, "a record of process 0 before any directory is known");
  }
  // The last component may be a symlink and is not resolved.
  const std::optional<std::string> found = resolve(name, *parse.cwd, parse.latest);
  if (!found || found->empty()) {
    return {};
  }
  const auto [raw_dir, base] = split_path(*found);
  if (seen(raw_dir)) {
    return {};
  }
  const std::optional<std::string> dir = absolute(raw_dir, *parse.cwd, parse.latest);
  if (!dir) {
    return fail(Errc::corrupt, "expected str, bytes or os.PathLike object, not NoneType");
  }
  // A directory may be a link to the source tree: then both count.
  std::string real_dir = real_path(*dir);
  if (real_dir == *dir) {
    real_dir.clear();
  }
  const std::string full = *dir + '/' + base;
  if (is_in(letter, "RWS")) {
    if (full == parse.latest || full == *parse.cwd || full == parse.make_cwd ||
        full == m_config.curdir) {
      return {};
    }
    if (m_stats.stat(full).is_directory()) {
      if (is_in(letter, "RW")) {
        parse.latest = full;
      }
      return {};
    }
  }
  if (!is_in(letter, "ER") || *dir == parse.make_cwd || *dir == m_config.curdir) {
    return {};
  }
  if (source(base, *dir, real_dir)) {
    see(input);
    if (real_dir.empty()) {
      return {};
    }
  }
  return object(*dir, real_dir, full, input);
}

bool Collector::source(std::string_view base, const std::string& dir, const std::string& real_dir) {
  for (const std::string* each : {&dir, &real_dir}) {
    if (each->empty()) {
      continue;
    }
    const std::string full = *each + '/' + std::string(base);
    const std::string* top = find_top(full, m_srctops);
    if (top == nullptr) {
      continue;
    }
    if (!m_config.dpdeps.empty()) {
      add(m_file_deps, m_known_file, "file", replace_all(full, *top));
    }
    add(m_src_deps, m_known_src, "src", replace_all(*each, *top));
    see(*each);
    return true;
  }
  return false;
}

Result<> Collector::object(const std::string& dir, const std::string& real_dir,
                           const std::string& full, std::string_view input) {
  const std::string* where = &dir;
  const std::string* objroot = dir.empty() ? nullptr : find_top(dir, m_objroots);
  if (objroot == nullptr && !real_dir.empty()) {
    where = &real_dir;
    objroot = find_top(real_dir, m_objroots);
  }
  if (objroot == nullptr) {
    see(input);
    if (!real_dir.empty()) {
      see(real_dir);
    }
    return {};
  }
  MMK_TRY_ASSIGN(const std::string dependency, object_dependency(*objroot, *where, full, input));
  if (dependency.empty()) {
    return {};
  }
  add(m_obj_deps, m_known_obj, "obj", dependency);
  if (!m_config.dpdeps.empty() && objroot->ends_with("/stage/")) {
    const std::string below = replace_all(full, *objroot);
    const std::size_t slash = below.find('/');
    add(m_file_deps, m_known_file, "file",
        slash == std::string::npos ? "" : below.substr(slash + 1));
  }
  return {};
}

/// First line of a .dirdep file without its '#', blanks and the machine we build for.
Result<std::string> Collector::read_dirdep(const std::string& file) {
  MMK_TRY_ASSIGN(const std::string text, m_stats.file_system().read(file));
  std::string dependency(
      strip(std::string_view(text).substr(0, text.find_first_of("\r\n")), "# \n"));
  if (dependency.ends_with(m_config.machine)) {
    return chop(std::move(dependency), m_config.machine.size() + 1);
  }
  if (!m_config.target_spec.empty() && dependency.ends_with(m_config.target_spec)) {
    return chop(std::move(dependency), m_config.target_spec.size() + 1);
  }
  return dependency;
}

Result<std::string> Collector::object_dependency(const std::string& objroot, const std::string& dir,
                                                 const std::string& full, std::string_view input) {
  for (const std::string& file : {full + ".dirdep", dir + "/.dirdep"}) {
    if (exists(file)) {
      MMK_TRY_ASSIGN(std::string dependency, read_dirdep(file));
      if (!dependency.empty()) {
        return dependency;
      }
    }
  }
  see(input);
  see(dir);
  std::string below = replace_all(dir, objroot);
  if (m_config.machine == "none") {
    return below;
  }
  const std::size_t slash = below.find('/');
  if (slash == 0 || slash == std::string::npos || slash + 1 == below.size()) {
    return std::string();
  }
  const std::string machine = below.substr(0, slash);
  std::string dependency = below.substr(slash + 1);
  if (machine != m_config.machine &&
      !(m_config.machine == "host" && machine == m_config.host_target)) {
    dependency += '.' + machine;
  }
  return dependency;
}

bool Collector::exists(const std::string& name) {
  return name.find('\0') == std::string::npos && m_stats.stat(name).exists();
}

std::optional<std::string> Collector::resolve(std::string_view name, const std::string& cwd,
                                              const std::string& latest) {
  if (name.ends_with("/.")) {
    name.remove_suffix(2);
  }
  if (name.starts_with('/')) {
    return exists(std::string(name)) ? std::optional<std::string>(name) : std::nullopt;
  }
  if (name == ".") {
    return cwd;
  }
  if (name.starts_with("./")) {
    return cwd + std::string(name.substr(1));
  }
  for (const std::string* dir : {&latest, &cwd}) {
    if (dir->empty() || (dir == &latest && latest == cwd)) {
      continue;
    }
    if (name == "..") {
      const std::size_t slash = dir->rfind('/');
      return slash == std::string::npos || slash == 0 ? "/" : dir->substr(0, slash);
    }
    std::string candidate = *dir + '/' + std::string(name);
    if (exists(candidate)) {
      return candidate;
    }
  }
  return std::nullopt;
}

std::optional<std::string> Collector::absolute(std::string_view name, const std::string& cwd,
                                               const std::string& latest) {
  std::optional<std::string> found = resolve(name, cwd, latest);
  if (!found || found->empty()) {
    if (name.starts_with('/')) {
      return std::nullopt;
    }
    found = std::string(name);
  }
  const std::size_t dot = found->find("./");
  if (found->find('/') == std::string::npos || (dot != std::string::npos && dot > 0) ||
      found->ends_with("/..")) {
    return clean_path(*found);
  }
  return found;
}

std::string Collector::real_path(const std::string& name) {
  return lenient_realpath(m_stats, name);
}

void Collector::add(std::vector<std::string>& list, std::unordered_set<std::string>& known,
                    std::string_view what, std::string_view data) {
  if (!known.emplace(data).second) {
    return;
  }
  list.emplace_back(data);
  if (m_config.debug > 0) {
    m_debug += fmt::format("{}: {}Add: {}\n", m_name, what, data);
  }
}

std::string Collector::output() const {
  std::string out;
  for (std::size_t i = 0; i < m_obj_deps.size(); ++i) {
    out += (i > 0 ? "\n" : "") + m_obj_deps[i];
  }
  out += "\nsrc:";
  for (std::size_t i = 0; i < m_src_deps.size(); ++i) {
    out += (i > 0 ? "\nsrc:" : "") + m_src_deps[i];
  }
  return out + '\n';
}

std::string Collector::file_depends() const {
  std::string out;
  if (m_config.reldir.empty()) {
    return out;
  }
  std::vector<std::string> files = m_file_deps;
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) {
    out += fmt::format("DPDEPS_{} += {}\n", file, m_config.reldir);
  }
  // These let makefiles find who depends on a directory.
  for (const std::string& dependency : m_obj_deps) {
    out += fmt::format("DEPDIRS_{} += {}\n", dependency, m_config.reldir);
  }
  return out;
}

} // namespace mmk::meta2deps
