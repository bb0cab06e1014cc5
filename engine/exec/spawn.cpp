#include "exec/spawn.hpp"

#include <spawn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <vector>

namespace mmk::exec {

namespace {

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> result;
  result.reserve(strings.size() + 1);
  for (const std::string& s : strings) {
    result.push_back(const_cast<char*>(s.c_str())); // NOLINT: the C interface wants it so
  }
  result.push_back(nullptr);
  return result;
}

/// posix_spawn(3) with its two attribute objects; they are freed whatever happens.
class Spawner {
public:
  Spawner() {
    posix_spawn_file_actions_init(&m_actions);
    posix_spawnattr_init(&m_attributes);
  }
  ~Spawner() {
    posix_spawn_file_actions_destroy(&m_actions);
    posix_spawnattr_destroy(&m_attributes);
  }
  Spawner(const Spawner&) = delete;
  Spawner& operator=(const Spawner&) = delete;

  void use(const tracer::Command& command) {
    if (!command.cwd.empty()) {
      posix_spawn_file_actions_addchdir_np(&m_actions, command.cwd.c_str());
    }
    dup(command.stdin_fd, STDIN_FILENO);
    dup(command.stdout_fd, STDOUT_FILENO);
    dup(command.stderr_fd, STDERR_FILENO);
    for (const int fd : command.keep_fds) {
      dup(fd, fd); // the same number twice takes close-on-exec off (posix_spawn in glibc >= 2.29)
    }
    if (command.new_process_group) {
      posix_spawnattr_setpgroup(&m_attributes, 0);
      posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETPGROUP);
    }
  }
  int spawn(pid_t& pid, const std::string& path, const tracer::Command& command,
            const std::vector<std::string>& arguments) {
    return posix_spawn(&pid, path.c_str(), &m_actions, &m_attributes, pointers(arguments).data(),
                       pointers(command.environment).data());
  }

private:
  void dup(int from, int to) {
    if (from >= 0) {
      posix_spawn_file_actions_adddup2(&m_actions, from, to);
    }
  }
  posix_spawn_file_actions_t m_actions{};
  posix_spawnattr_t m_attributes{};
};

} // namespace

FoundProgram find_program(const std::string& program, const std::vector<std::string>& environment,
                          const std::string& cwd) {
  if (program.find('/') != std::string::npos) {
    return {program, 0};
  }
  std::string_view path = "/usr/bin:/bin";
  for (const std::string& entry : environment) {
    if (entry.starts_with("PATH=")) {
      path = std::string_view(entry).substr(5);
      break;
    }
  }
  int error = ENOENT;
  while (true) {
    const std::size_t colon = path.find(':');
    const std::string_view dir = path.substr(0, colon);
    const std::string candidate = (dir.empty() ? "." : std::string(dir)) + "/" + program;
    const std::string seen = candidate[0] == '/' || cwd.empty() ? candidate : cwd + "/" + candidate;
    struct stat st {};
    if (stat(seen.c_str(), &st) == 0 && S_ISREG(st.st_mode)) {
      if (access(seen.c_str(), X_OK) == 0) {
        return {candidate, 0};
      }
      error = EACCES;
    }
    if (colon == std::string_view::npos) {
      return {"", error};
    }
    path.remove_prefix(colon + 1);
  }
}

Result<pid_t> spawn(const tracer::Command& command) {
  Spawner spawner;
  spawner.use(command);
  const FoundProgram program = find_program(command.path, command.environment, command.cwd);
  if (program.path.empty()) {
    return fail(Errc::not_found, command.path, program.sys_errno);
  }
  pid_t pid = 0;
  int error = spawner.spawn(pid, program.path, command, command.argv);
  if (error == ENOEXEC) { // a script without "#!": execvp(3) gives it to the shell
    std::vector<std::string> arguments{"sh", program.path};
    arguments.insert(arguments.end(), command.argv.begin() + 1, command.argv.end());
    error = spawner.spawn(pid, "/bin/sh", command, arguments);
  }
  if (error != 0) {
    return fail(Errc::io_error, command.path, error);
  }
  return pid;
}

} // namespace mmk::exec
