// What watching costs: the same work untraced and under each back end in turn, with strace beside
// them as the peer, and the bare mechanisms as the least there can be (bare.cpp). Prints the
// medians of the ratios of interleaved pairs: wall time, and in parentheses the processor time of
// the whole tree with its tracer, which a busy machine changes less.
//
//   bench_trace_overhead [PAIRS [WORKLOAD...]]      workloads: compile spawn configure
#include "base/io.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

struct Workload {
  std::string name;
  std::string script; ///< for /bin/sh, in the bench's own directory
};

struct Tracer {
  std::string name;
  std::vector<std::string> prefix;
};

std::string compile_script() {
  std::string script = "set -e\n";
  for (int i = 0; i < 22; ++i) {
    const std::string name = fmt::format("unit{}.c", i);
    const std::string source = fmt::format(
        "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <unistd.h>\n"
        "#include <sys/stat.h>\n#include <sys/wait.h>\n#include <netinet/in.h>\n"
        "#include <pthread.h>\n#include <math.h>\n#include <locale.h>\n"
        "int f{0}(int a) {{ printf(\"%d\", a); return a + {0}; }}\n",
        i);
    static_cast<void>(mmk::write_file_atomically(name, source));
    script += fmt::format("gcc -O0 -c {}\n", name);
  }
  return script;
}

std::string configure_script() {
  return "i=0\nwhile [ $i -lt 60 ]; do\n"
         "  echo \"int main(void) { return $i; }\" > conftest.c\n"
         "  if gcc -c conftest.c -o conftest.o 2>conftest.err; then echo yes; else echo no; fi\n"
         "  test -f /usr/include/nothing$i.h || sed -e 's/a/b/' conftest.c | grep -c main\n"
         "  cat conftest.err >> conftest.log; rm -f conftest.o conftest.err\n"
         "  i=$((i+1))\ndone\n";
}

std::vector<Workload> workloads() {
  return {{"compile", compile_script()},
          {"spawn", "i=0; while [ $i -lt 2000 ]; do /bin/true; i=$((i+1)); done"},
          {"configure", configure_script()}};
}

struct Cost {
  double wall = -1.0; ///< negative: the run failed
  double cpu = -1.0;
};

Cost run_once(const std::vector<std::string>& prefix, const std::string& script) {
  std::vector<std::string> words = prefix;
  words.insert(words.end(), {"/bin/sh", "-c", script});
  std::vector<char*> argv;
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  const auto begin = std::chrono::steady_clock::now();
  pid_t pid = 0;
  int status = -1;
  rusage usage{};
  if (posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ) != 0 ||
      wait4(pid, &status, 0, &usage) != pid || status != 0) {
    fmt::print(stderr, "bench: {} failed (status {})\n", words.front(), status);
    return {};
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  posix_spawn_file_actions_destroy(&actions);
  const auto in_seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return {seconds.count(), in_seconds(usage.ru_utime) + in_seconds(usage.ru_stime)};
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::vector<Tracer> tracers() {
  std::vector<Tracer> result;
  for (const char* name : {"shim", "ptrace", "notify"}) {
    result.push_back({name, {FILEMON, "-o", "trace.out", "--backend", name, "--"}});
  }
  for (const char* name : {"lives", "stops", "notifications"}) {
    result.push_back({fmt::format("bare {}", name), {BARE, name}});
  }
  result.push_back(
      {"strace", {"strace", "-f", "--seccomp-bpf", "-e", "trace=file", "-o", "strace.out"}});
  std::erase_if(result, [](const Tracer& tracer) { return run_once(tracer.prefix, ":").wall < 0; });
  return result;
}

void measure(const Workload& workload, const std::vector<Tracer>& all, int pairs) {
  run_once({}, workload.script); // warms the caches
  std::vector<std::vector<double>> wall(all.size());
  std::vector<std::vector<double>> cpu(all.size());
  std::vector<double> plain;
  for (int pair = 0; pair < pairs; ++pair) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Cost untraced = run_once({}, workload.script);
      const Cost traced = run_once(all[i].prefix, workload.script);
      plain.push_back(untraced.wall);
      wall[i].push_back(traced.wall / untraced.wall);
      cpu[i].push_back(traced.cpu / untraced.cpu);
    }
  }
  fmt::print("{:<10} untraced {:.3f} s", workload.name, median(plain));
  for (std::size_t i = 0; i < all.size(); ++i) {
    fmt::print("  {} {:.3f} ({:.3f})", all[i].name, median(wall[i]), median(cpu[i]));
  }
  fmt::print("\n");
  std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
  const int pairs = argc > 1 ? std::max(1, std::atoi(argv[1])) : 7;
  const std::vector<std::string> wanted(argv + std::min(argc, 2), argv + argc);
  if ((mkdir("trace-overhead.work", 0777) != 0 && errno != EEXIST) ||
      chdir("trace-overhead.work") != 0) {
    fmt::print(stderr, "bench: cannot use trace-overhead.work\n");
    return 1;
  }
  const std::vector<Tracer> all = tracers();
  for (const Workload& workload : workloads()) {
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), workload.name) != wanted.end()) {
      measure(workload, all, pairs);
    }
  }
  return 0;
}
