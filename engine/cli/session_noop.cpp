// A run that had nothing to do is remembered; one that would go just the same way is answered from
// that memory, before a makefile is read.
#include "cli/noop_memo.hpp"
#include "cli/session_state.hpp"

namespace mmk::cli {

namespace {

/// A plain build, whose only lasting effect would have been that of its commands.
bool is_plain(const Options& options) {
  return !options.no_execute && !options.query && !options.touch && !options.explain &&
         !options.json_events && options.print_vars.empty();
}

} // namespace

/// Of the environment some things are others in each run of the same command; makefiles that look
/// at them have a run of which no memory is kept.
void Session::State::set_fickle_environment() {
  for (const std::string_view name : {"_", "OLDPWD", "MAKEFLAGS"}) {
    environment.set_fickle(name);
  }
}

/// What counts of MAKEFLAGS: not the job pool's name at its end.
std::string Session::State::lasting_makeflags() {
  std::string flags(environment.get("MAKEFLAGS").value_or(""));
  const std::string pool_word = " --jobserver-auth=" + options.job_fds;
  if (!options.job_fds.empty() && flags.ends_with(pool_word)) {
    flags.resize(flags.size() - pool_word.size());
  } else {
    environment.set_steady("MAKEFLAGS");
  }
  return flags;
}

std::uint64_t Session::State::tracing_answer() {
  const tracer::Capabilities& can = tracing();
  return fs::answer_of(
      Result<std::string>(std::string(tracer::backend_name(can.best())) + '\n' + can.why_not));
}

/// Once the command line is read.
void Session::State::set_noop_key() {
  const fs::FileInfo executable = parts.files.stat(host.executable);
  if (host.executable.empty() || !executable.exists()) {
    repeatable.lose(); // another program may come to be called the same
  }
  const std::string flags = lasting_makeflags();
  noop_key = key_of_noop(host, environment, fs::answer_of(executable), flags);
}

bool Session::State::recall_noop() {
  const fs::FileSystem& disk = parts.files;
  const std::string& objdir = graph.roots.objdir;
  if (objdir == noop_objdir) {
    return false;
  }
  // Only where META_MODE keeps its own files anyway, and only as long as nothing has happened.
  noop_objdir.clear();
  if (!repeatable.yes() || !recorded.complete() || !printed.complete() ||
      !printed.printed().empty() || !disk.stat(objdir + "/.mmk").is_directory()) {
    return false;
  }
  noop_objdir = objdir;
  const std::string path = noop_path(objdir, noop_key);
  auto bytes = disk.read(path);
  const auto stored = bytes ? StoredNoop::parse(*std::move(bytes), noop_key) : std::nullopt;
  if (!stored || !stored->answers().hold(disk) ||
      (stored->memo().tracing != 0 && stored->memo().tracing != tracing_answer())) {
    return false;
  }
  repeatable.lose(); // it is remembered already
  for (const report::Printed& item : stored->memo().printed) {
    item.stream == report::Stream::out ? sink.out(item.bytes) : sink.err(item.bytes);
  }
  (void)parts.files.touch(path); // its time says when it last served
  return true;
}

/// Whatever makes this run's course depend on more than files, command and environment has been
/// reported by now, except for what the options say.
void Session::State::remember_noop() {
  files.end_prefetch();
  if (!repeatable.yes() || !recorded.complete() || !printed.complete() ||
      graph.roots.objdir != noop_objdir || debug.mask() != 0 || !is_plain(options)) {
    return;
  }
  const auto notes = recorded.notes();
  for (const fs::Notes* const some : notes) {
    if (some->newest() > started || some->settled() > started) {
      return;
    }
  }
  NoopMemo memo;
  memo.key = noop_key;
  memo.tracing = capabilities ? tracing_answer() : 0;
  memo.printed = printed.printed();
  // A memory that cannot be written costs time, not truth.
  (void)parts.files.write_atomically(noop_path(noop_objdir, noop_key), format_noop(memo, notes));
}

} // namespace mmk::cli
