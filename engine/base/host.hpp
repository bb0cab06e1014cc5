// The facts of the process a Session runs for, read once by main and passed in; nobody below cli
// asks the system for them.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace mmk {

struct Host {
  std::vector<std::string> argv;        ///< argv[0] included
  std::vector<std::string> environment; ///< "NAME=value", in the order of environ(7)
  std::string cwd;                      ///< absolute, as getcwd(3) says
  std::string executable;               ///< absolute path of the running program, "" if unknown
  std::string system;                   ///< as uname(2) says: "Linux"
  std::string machine;                  ///< "x86_64"
  uid_t uid = 0;
  gid_t gid = 0;
  pid_t pid = 0;
  pid_t ppid = 0;
  int processors = 1; ///< online
  bool stdout_is_tty = false;
  bool stderr_is_tty = false;
};

} // namespace mmk
