#include "graph/archive.hpp"

#include "fs/glob.hpp"
#include "fs/paths.hpp"
#include "graph/ar_file.hpp"

#include <algorithm>

namespace mmk::graph {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/// Reads the "lib(a b c)" text of one parse_archive() call.
struct ArchiveParser {
  Graph& graph;
  lang::Scope& scope;
  std::string_view text;
  std::size_t at = 0;

  [[nodiscard]] bool at_end() const { return at >= text.size(); }

  /// Everything up to one of the bytes in `stops`; expressions count as one piece, and
  /// `has_expression` tells whether there was one.
  std::string_view piece(std::string_view stops, bool& has_expression) {
    const std::size_t begin = at;
    has_expression = false;
    while (!at_end() && stops.find(text[at]) == std::string_view::npos) {
      if (text[at] == '$') {
        const std::size_t size =
            graph.services().variables.expression_length(text.substr(at), scope);
        at = std::min(at + std::max<std::size_t>(size, 1), text.size());
        has_expression = true;
      } else {
        ++at;
      }
    }
    return text.substr(begin, at - begin);
  }
  [[nodiscard]] std::string expand(std::string_view part) const {
    return graph.services().variables.expand(part, scope, lang::EvalMode::eval_undef_error);
  }
  bool fail_unclosed() const {
    graph.services().diag.parse(lang::Level::fatal,
                                "No closing parenthesis in archive specification");
    return false;
  }
};

Target& add_member(Graph& graph, std::string_view archive, std::string_view member) {
  Target& target = graph.get(fmt::format("{}({})", archive, member));
  target.attrs |= Attr::archv;
  return target;
}

/// A member word with an expression: what it expands to is parsed again. What cannot be expanded
/// yet (${.TARGET}) becomes a target of that name, for the suffix search to expand.
bool add_expanded(const ArchiveParser& parser, std::string_view archive, std::string_view member,
                  std::vector<Target*>& members) {
  const std::string expanded = parser.expand(member);
  if (expanded == member && expanded.find('$') != std::string::npos) {
    members.push_back(&add_member(parser.graph, archive, member));
    return true;
  }
  const std::string again = fmt::format("{}({})", archive, expanded);
  std::string_view rest = again;
  return parse_archive(parser.graph, rest, parser.scope, members);
}

void add_pattern(Graph& graph, std::string_view archive, std::string_view pattern,
                 std::vector<Target*>& members) {
  std::vector<std::string> files;
  fs::expand_wildcards(graph.services().files, graph.path, graph.roots, pattern, files,
                       graph.services().debug);
  for (const std::string& file : files) {
    members.push_back(&add_member(graph, archive, file));
  }
}

} // namespace

bool parse_archive(Graph& graph, std::string_view& text, lang::Scope& scope,
                   std::vector<Target*>& members) {
  ArchiveParser parser{graph, scope, text};
  bool has_expression = false;
  std::string archive(parser.piece("(", has_expression));
  if (has_expression) {
    archive = parser.expand(archive);
  }
  if (parser.at_end()) {
    return parser.fail_unclosed();
  }
  ++parser.at;
  for (;;) {
    while (!parser.at_end() && is_blank(parser.text[parser.at])) {
      ++parser.at;
    }
    const std::string_view member = parser.piece(" \t)", has_expression);
    if (parser.at_end()) {
      return parser.fail_unclosed();
    }
    if (member.empty()) {
      break; // at ')'
    }
    if (has_expression) {
      if (!add_expanded(parser, archive, member, members)) {
        return false;
      }
    } else if (fs::has_wildcards(member)) {
      add_pattern(graph, archive, member, members);
    } else {
      members.push_back(&add_member(graph, archive, member));
    }
  }
  text.remove_prefix(parser.at + 1);
  while (!text.empty() && is_blank(text.front())) {
    text.remove_prefix(1);
  }
  return true;
}

ArchiveName split_archive_name(std::string_view name) {
  const std::size_t open = name.find('(');
  const std::size_t close = open == std::string_view::npos ? open : name.find(')', open);
  if (close == std::string_view::npos) {
    return {};
  }
  return {name.substr(0, open), name.substr(open + 1, close - open - 1)};
}

void locate_library(Graph& graph, Target& target, const fs::SearchPath& path) {
  const std::string_view stem =
      std::string_view(target.name)
          .substr(std::min<std::size_t>(target.name.size(), target.name.starts_with("-l") ? 2 : 0));
  Services& services = graph.services();
  target.path =
      fs::find_file(services.files, path, graph.roots, fmt::format("lib{}.a", stem), services.debug)
          .value_or("");
  services.variables.set(target.vars, ".TARGET", target.name);
}

struct Archives::Contents {
  fs::FileInfo file; ///< of the archive when it was read
  bool readable = false;
  std::unordered_map<std::string, TimeStamp> dates;
  std::unordered_map<std::string, std::size_t> date_offsets;
  std::optional<TimeStamp> symbol_table;
  std::size_t symbol_table_offset = 0;
};

Archives::Archives(Graph& graph) : m_graph(&graph) {}
Archives::~Archives() = default;

const Archives::Contents& Archives::contents(const std::string& archive) {
  Services& services = m_graph->services();
  const fs::FileInfo info = services.files.stat(archive);
  std::unique_ptr<Contents>& known = m_archives[archive];
  if (known && known->file.mtime == info.mtime && known->file.size == info.size &&
      known->file.inode == info.inode) {
    return *known;
  }
  known = std::make_unique<Contents>();
  known->file = info;
  if (!info.is_regular()) {
    return *known;
  }
  const Result<std::string> bytes = services.files.file_system().read(archive);
  const Result<std::vector<ArMember>> members =
      bytes ? read_ar(*bytes) : tl::unexpected(bytes.error());
  if (!members) {
    services.diag.error("{}: {}", archive, members.error().text);
    return *known;
  }
  known->readable = true;
  for (const ArMember& member : *members) {
    if (member.is_symbol_table) {
      known->symbol_table = member.date;
      known->symbol_table_offset = member.date_offset;
    }
    known->dates[member.name] = member.date;
    known->date_offsets[member.name] = member.date_offset;
  }
  if (services.debug.on(Debug::arch)) {
    services.debug.print("Reading archive {}: {} members\n", archive, members->size());
  }
  return *known;
}

TimeStamp Archives::member_mtime(const Target& target) {
  const ArchiveName name = split_archive_name(target.name);
  const Contents& archive = contents(std::string(name.archive));
  // ar(1) stores files by their last component.
  const auto date = archive.dates.find(std::string(fs::basename(name.member)));
  return date == archive.dates.end() ? TimeStamp{} : date->second;
}

bool Archives::library_out_of_date(const Target& target) {
  if (target.attrs.has(Attr::phony)) {
    return true;
  }
  if (!target.is_target() && target.children.empty()) {
    return false; // nothing says how to make it
  }
  const bool child_made = !target.children.empty() && target.youngest_child == nullptr;
  if (child_made ||
      (target.youngest_child != nullptr && target.mtime < target.youngest_child->mtime)) {
    return true;
  }
  return target.mtime.is_zero();
}

Result<> Archives::set_date(const std::string& archive, std::size_t offset) {
  Services& services = m_graph->services();
  MMK_TRY_ASSIGN(std::string bytes, services.files.file_system().read(archive));
  const std::string field = ar_date_field(services.variables.context().clock.now());
  bytes.replace(offset, field.size(), field);
  MMK_TRY(services.files.file_system().write_atomically(archive, bytes));
  services.files.forget(archive);
  m_archives.erase(archive);
  return {};
}

Result<> Archives::touch_member(const Target& target) {
  const ArchiveName name = split_archive_name(target.name);
  const std::string archive(name.archive);
  const Contents& known = contents(archive);
  const auto offset = known.date_offsets.find(std::string(fs::basename(name.member)));
  if (offset == known.date_offsets.end()) {
    return {}; // no such member: nothing to touch
  }
  return set_date(archive, offset->second);
}

Result<> Archives::touch_library(const Target& target) {
  const Contents& known = contents(target.file());
  if (!known.readable) {
    return fail(Errc::corrupt, target.file() + ": not an archive");
  }
  if (known.symbol_table) {
    return set_date(target.file(), known.symbol_table_offset);
  }
  MMK_TRY(m_graph->services().files.file_system().touch(target.file()));
  m_graph->services().files.forget(target.file());
  return {};
}

} // namespace mmk::graph
