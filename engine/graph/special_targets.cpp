#include "graph/special_targets.hpp"

#include <algorithm>
#include <iterator>

namespace mmk::graph {

namespace {

/// Sorted by name.
constexpr Keyword k_keywords[] = {
    {".BEGIN", Special::begin, {}},
    {".DEFAULT", Special::default_rule, {}},
    {".DELETE_ON_ERROR", Special::delete_on_error, {}},
    {".END", Special::end, {}},
    {".ERROR", Special::error, {}},
    {".EXEC", Special::attribute, Attr::exec},
    {".IGNORE", Special::ignore, Attr::ignore},
    {".INCLUDES", Special::includes, {}},
    {".INTERRUPT", Special::interrupt, {}},
    {".INVISIBLE", Special::attribute, Attr::invisible},
    {".JOIN", Special::attribute, Attr::join},
    {".LIBS", Special::libs, {}},
    {".MADE", Special::attribute, Attr::made},
    {".MAIN", Special::main, {}},
    {".MAKE", Special::attribute, Attr::make},
    {".MAKEFLAGS", Special::makeflags, {}},
    {".META", Special::attribute, Attr::meta},
    {".MFLAGS", Special::makeflags, {}},
    {".NOFILEMON", Special::attribute, Attr::nofilemon},
    {".NOMETA", Special::attribute, Attr::nometa},
    {".NOMETA_CMP", Special::attribute, Attr::nometa_cmp},
    {".NOPATH", Special::no_path, Attr::nopath},
    {".NOREADONLY", Special::no_readonly, {}},
    {".NOTMAIN", Special::attribute, Attr::notmain},
    {".NOTPARALLEL", Special::not_parallel, {}},
    {".NO_PARALLEL", Special::not_parallel, {}},
    {".NULL", Special::null, {}},
    {".OBJDIR", Special::objdir, {}},
    {".OPTIONAL", Special::attribute, Attr::optional},
    {".ORDER", Special::order, {}},
    {".PARALLEL", Special::parallel, {}},
    {".PATH", Special::path, {}},
    {".PHONY", Special::phony, Attr::phony},
    {".POSIX", Special::posix, {}},
    {".PRECIOUS", Special::precious, Attr::precious},
    {".READONLY", Special::readonly, {}},
    {".RECURSIVE", Special::attribute, Attr::make},
    {".SHELL", Special::shell, {}},
    {".SILENT", Special::silent, Attr::silent},
    {".SINGLESHELL", Special::single_shell, {}},
    {".STALE", Special::stale, {}},
    {".SUFFIXES", Special::suffixes, {}},
    {".SYSPATH", Special::syspath, {}},
    {".USE", Special::attribute, Attr::use},
    {".USEBEFORE", Special::attribute, Attr::usebefore},
    {".WAIT", Special::wait, {}},
};

constexpr bool is_sorted() {
  for (std::size_t i = 1; i < std::size(k_keywords); ++i) {
    if (k_keywords[i - 1].name >= k_keywords[i].name) {
      return false;
    }
  }
  return true;
}
static_assert(is_sorted(), "find_keyword searches by halving");

} // namespace

const Keyword* find_keyword(std::string_view name) {
  if (name.size() < 4 || name[0] != '.' || name[1] < 'A' || name[1] > 'Z') {
    return nullptr;
  }
  const Keyword* const found = std::lower_bound(
      std::begin(k_keywords), std::end(k_keywords), name,
      [](const Keyword& keyword, std::string_view text) { return keyword.name < text; });
  return found != std::end(k_keywords) && found->name == name ? found : nullptr;
}

} // namespace mmk::graph
