// Command line of `meta`.
#include "tools/meta/commands.hpp"

#include <CLI/CLI.hpp>

namespace mmk::metatool {

namespace {

constexpr const char* k_files_help =
    "FILE.meta, the target it belongs to, a directory (all below it), or @LIST (default: .)";

struct Options {
  ShowOptions show;
  WhyOptions why;
  DepsOptions deps;
  AuditOptions audit;
  GraphOptions graph;
  CompdbOptions compdb;
};

void add_show(CLI::App& app, ShowOptions& options) {
  CLI::App& command = *app.add_subcommand("show", "Print .meta files readably");
  command.add_option("FILE", options.files, k_files_help)->required();
  command.add_flag("--json", options.json, "One JSON object per file");
}

void add_why(CLI::App& app, WhyOptions& options) {
  CLI::App& command =
      *app.add_subcommand("why", "Why is, or was, a target out of date? Exit status 1 if it is");
  command.add_option("TARGET", options.target, "A target, or its .meta file")->required();
  command.add_option("-O,--objdir", options.objdir, "Directory of the .meta files");
  command.add_option("--mode", options.mode, "Words of .MAKE.MODE");
  command.add_option("--ignore", options.ignore_paths, "Prefix of paths to ignore")
      ->allow_extra_args(false);
  command.add_option("--bailiwick", options.bailiwick, "Prefix of .MAKE.META.BAILIWICK")
      ->allow_extra_args(false);
  command.add_flag("--json", options.json, "JSON output");
}

void add_deps(CLI::App& app, DepsOptions& options) {
  CLI::App& command = *app.add_subcommand("deps", "Inputs and outputs of targets");
  command.add_option("FILE", options.files, k_files_help);
  command.add_option("--why", options.why, "Which records make A depend on B?")->type_name("A B");
  CLI::Option* inputs = command.add_flag_callback(
      "--inputs", [&options] { options.outputs = false; }, "Only inputs");
  command
      .add_flag_callback(
          "--outputs", [&options] { options.inputs = false; }, "Only outputs")
      ->excludes(inputs);
  command.add_flag("--json", options.json, "One JSON object per target");
}

void add_audit(CLI::App& app, AuditOptions& options) {
  CLI::App& command =
      *app.add_subcommand("audit", "Find what targets should not do. Exit status 1 if they did");
  command.add_option("FILE", options.files, k_files_help);
  command.add_option("-r,--read-root", options.read_roots, "Reads outside are findings")
      ->allow_extra_args(false);
  command.add_option("-w,--write-root", options.write_roots, "Writes outside are findings")
      ->allow_extra_args(false);
  command.add_flag("--json", options.json, "JSON output");
}

void add_graph(CLI::App& app, GraphOptions& options) {
  CLI::App& command = *app.add_subcommand("graph", "Who made what from what, for dot(1)");
  command.add_option("FILE", options.files, k_files_help);
  command.add_flag("--all", options.all, "Files outside the tree, too");
}

void add_compdb(CLI::App& app, CompdbOptions& options) {
  CLI::App& command = *app.add_subcommand("compdb", "compile_commands.json from .meta files");
  command.add_option("FILE", options.files, k_files_help);
  command.add_option("-o,--output", options.output, "Write to this file, if it changes");
}

} // namespace

int run(Context& context, int argc, const char* const* argv) {
  CLI::App app("Toolbox for the .meta files of META_MODE builds", "meta");
  app.require_subcommand(1);
  app.set_version_flag("--version", "meta (Metamake) 0.1.0");
  Options options;
  add_show(app, options.show);
  add_why(app, options.why);
  add_deps(app, options.deps);
  add_audit(app, options.audit);
  add_graph(app, options.graph);
  add_compdb(app, options.compdb);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream err;
    const int status = app.exit(error, out, err);
    context.out += out.str();
    context.err += err.str();
    return status == 0 ? k_ok : k_error;
  }
  struct Entry {
    const char* name;
    std::function<int()> run;
  };
  const std::vector<Entry> entries{{"show", [&] { return show(context, options.show); }},
                                   {"why", [&] { return why(context, options.why); }},
                                   {"deps", [&] { return deps(context, options.deps); }},
                                   {"audit", [&] { return audit(context, options.audit); }},
                                   {"graph", [&] { return graph(context, options.graph); }},
                                   {"compdb", [&] { return compdb(context, options.compdb); }}};
  for (const Entry& entry : entries) {
    if (app.got_subcommand(entry.name)) {
      return entry.run();
    }
  }
  return k_error;
}

} // namespace mmk::metatool
