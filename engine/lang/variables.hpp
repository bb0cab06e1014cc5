// The variable language: look-up order, assignment, export, expansion of expressions. bmake's Var_*
// in one class. Knows scopes, modifiers and conditions; asks for targets and shells through
// hooks.hpp; never reads files line by line.
#pragma once

#include "base/debug_log.hpp"
#include "base/environment.hpp"
#include "base/names.hpp"
#include "base/options.hpp"
#include "base/repeatable.hpp"
#include "base/timestamp.hpp"
#include "fs/stat_cache.hpp"
#include "lang/diagnostics.hpp"
#include "lang/hooks.hpp"
#include "lang/scope.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mmk::lang {

/// What the language stands on; owned by the Session, outlives everything in lang. `targets` and
/// `shell` are set before the first line is parsed and may be null in unit tests.
struct Context {
  NameTable& names;
  DebugLog& debug;
  Diagnostics& diag;
  fs::StatCache& files;
  Environment& environment;
  Options& options;
  const Clock& clock;
  const TargetQuery* targets = nullptr;
  ShellRunner* shell = nullptr;
  Repeatable* repeatable = nullptr; ///< told when fickle values are looked at; may be null
};

/// How expressions in a text are treated (manual names in comments are those of -dv output).
enum class EvalMode : std::uint8_t {
  parse_only,                     ///< syntax only, nothing is looked up
  eval,                           ///< undefined variables become ""
  eval_undef_error,               ///< undefined variables are an error and stay in the text
  eval_keep_dollar,               ///< "$$" stays "$$"
  eval_keep_undefined,            ///< undefined expressions stay as they are
  eval_keep_dollar_and_undefined, ///< for ":=": additionally undefined expressions stay as they are
};

class Expander;

enum class ExportKind : std::uint8_t { plain, env, literal, all };

struct SetFlags {
  bool no_export = false; ///< do not update the environment of an exported variable
  bool read_only = false; ///< mark .READONLY after setting
  bool fickle = false;    ///< the value is another one in each run of the same command
};

class Variables {
public:
  explicit Variables(Context& context);
  ~Variables();
  Variables(const Variables&) = delete;
  Variables& operator=(const Variables&) = delete;

  [[nodiscard]] Context& context() { return m_context; }
  [[nodiscard]] Scope& internal() { return m_internal; } ///< variables of the engine itself
  [[nodiscard]] Scope& global() { return m_global; }
  [[nodiscard]] Scope& cmdline() { return m_cmdline; }

  // --- values. `name` is taken literally unless the function says "expand". Locals (.TARGET ...)
  // by either spelling ("@", ".TARGET").
  /// Raw value by the look-up order: scope, then (for targets) command line, global, environment,
  /// internal; -e moves the environment up.
  [[nodiscard]] std::optional<std::string> value(Scope& scope, std::string_view name);
  [[nodiscard]] bool exists(Scope& scope, std::string_view name);
  void set(Scope& scope, std::string_view name, std::string_view value, SetFlags flags = {});
  /// The same for somebody who sets one variable many times and has looked up its id before.
  void set(Scope& scope, Name id, std::string_view name, std::string_view value, SetFlags flags);
  [[nodiscard]] Name id_of(const Scope& scope, std::string_view name);
  void append(Scope& scope, std::string_view name, std::string_view value);
  void remove(Scope& scope, std::string_view name);
  /// As set/append/exists with the variable name expanded first (an empty result is reported by -dv
  /// and ignored).
  void set_expand(Scope& scope, std::string_view name, std::string_view value);
  void append_expand(Scope& scope, std::string_view name, std::string_view value);
  [[nodiscard]] bool exists_expand(Scope& scope, std::string_view name);
  /// `.undef ARGS`: the expanded words are removed from the global scope.
  void undef(std::string_view args);
  void mark_read_only(std::string_view name);    ///< .READONLY
  void mark_no_read_only(std::string_view name); ///< .NOREADONLY

  // --- for the rooms that know more than the language does
  /// A variable of the command line scope that gets its (read-only) value when somebody first looks
  /// at it (.SHELL).
  void define_on_demand(std::string_view name, std::function<std::string()> value);
  /// A read-only variable that is computed each time (.SUFFIXES).
  void define_computed(std::string_view name, std::function<std::string()> value);
  /// A read-only variable that no dump lists.
  void define_constant(std::string_view name, std::string_view value);
  /// Output of a command, newlines turned to blanks, with the exported variables up to date; prints
  /// what -dv shows. All of !=, :!cmd!, :sh and :sh1 go through here.
  [[nodiscard]] ShellResult capture(std::string_view command);
  /// The same the first time, and what came out of it (without its error) ever after (:sh1).
  [[nodiscard]] ShellResult capture_once(const std::string& command);

  // --- for the expander
  /// What a look-up found: a variable of a scope, or a value from outside of all scopes.
  struct Found {
    Variable* variable = nullptr;
    std::optional<std::string> foreign; ///< from the environment, or computed
    [[nodiscard]] bool exists() const { return variable != nullptr || foreign.has_value(); }
  };
  /// By the look-up order; `name` is canonical, `id` its Name (may be invalid).
  [[nodiscard]] Found find(Scope& scope, Name id, std::string_view name);
  /// Only in this scope.
  [[nodiscard]] bool exists_in(Scope& scope, std::string_view name);
  [[nodiscard]] Expander& expander();

  // --- expansion
  /// Replaces every expression in `text`. Errors are reported through Diagnostics; the result is
  /// then what bmake leaves.
  [[nodiscard]] std::string expand(std::string_view text, Scope& scope, EvalMode mode);
  /// Length of the expression at the start of `text` (which begins with '$'), without evaluating
  /// it; for readers that must find its end.
  [[nodiscard]] std::size_t expression_length(std::string_view text, Scope& scope);
  /// The same by syntax alone: what is wrong in it is not told.
  [[nodiscard]] std::size_t expression_extent(std::string_view text) const;
  /// Evaluates the expression at the start of `text` and advances `text` behind it; nullopt-like
  /// `undefined` is told apart from "".
  struct Evaluated {
    std::string value;
    bool defined = true; ///< false: variable undefined (and no :U)
    bool failed = false; ///< a parse or evaluation error was reported
  };
  [[nodiscard]] Evaluated evaluate_one(std::string_view& text, Scope& scope, EvalMode mode);

  // --- environment
  /// `.export*` with its (already expanded unless literal) arguments.
  void export_vars(ExportKind kind, std::string_view args);
  /// `.unexport` / `.unexport-env`.
  void unexport(bool env, std::string_view args);
  /// Before commands run: exports .MAKE.EXPORTED variables again whose value may have changed
  /// (Var_ReexportVars).
  void reexport(Scope& scope);

  /// Exported variables that have a value of their own in the target's scope: name and value.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> exports_of(Scope& scope);

  /// -dg1 style dump of a scope, sorted by name: "NAME            = value" lines.
  [[nodiscard]] std::string dump(const Scope& scope) const;

private:
  enum class ExportMode : std::uint8_t { plain, env, literal };
  bool meet_demand(Name id);
  bool export_one(std::string_view name, ExportMode mode);
  void reexport_all();
  void unexport_one(std::string_view name, bool env, bool named);
  void drop_exported(std::string_view name);
  void refuse_endless(std::string_view name, std::size_t size) const;
  void set_variable(Scope& scope, Variable& variable, std::string_view name,
                    std::string_view value);
  void after_set(Scope& scope, std::string_view name, std::string_view value, SetFlags flags);
  void log(const Scope& scope, std::string_view name, std::string_view value,
           std::string_view remark = "");
  void looked_at_fickle();
  [[nodiscard]] std::optional<std::string_view> from_environment(std::string_view name);
  [[nodiscard]] std::string_view key(const Scope& scope, std::string_view name) const;
  [[nodiscard]] Variable* find_in(Scope& scope, std::string_view name);
  Context& m_context;
  Scope m_internal;
  Scope m_global;
  Scope m_cmdline;
  struct State; ///< parsed-template cache, export bookkeeping, evaluation depth
  std::unique_ptr<State> m_state;
};

} // namespace mmk::lang
