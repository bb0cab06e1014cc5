#include "exec/uname.hpp"

#include "base/unique_fd.hpp"
#include "exec/spawn.hpp"

#include <fcntl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace mmk::exec {

namespace {

/// The member of utsname that an option asks for. What -p and -i print differs between builds.
std::optional<std::string> answer(const utsname& system, std::string_view option) {
  if (option == "-s") {
    return system.sysname;
  }
  if (option == "-n") {
    return system.nodename;
  }
  if (option == "-r") {
    return system.release;
  }
  if (option == "-m") {
    return system.machine;
  }
  return std::nullopt;
}

/// People put scripts in its place to build for another system.
bool is_binary(const std::string& path) {
  const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 4> magic{};
  return read(fd.get(), magic.data(), magic.size()) == static_cast<ssize_t>(magic.size()) &&
         std::string_view(magic.data(), magic.size()) == "\177ELF";
}

bool is_systems_own(const std::string& program, const tracer::Command& place) {
  const bool preloads =
      std::any_of(place.environment.begin(), place.environment.end(),
                  [](const std::string& entry) { return entry.starts_with("LD_"); });
  if (preloads) {
    return false; // a library may tell the program another story
  }
  const std::string path = find_program(program, place.environment, place.cwd).path;
  return (path == "/usr/bin/uname" || path == "/bin/uname") && is_binary(path);
}

} // namespace

std::optional<std::string> answer_uname(const std::vector<std::string>& words,
                                        const tracer::Command& place) {
  utsname system{};
  if (words.size() != 2 || words[0] != "uname" || uname(&system) != 0) {
    return std::nullopt;
  }
  const std::optional<std::string> text = answer(system, words[1]);
  return text && is_systems_own(words[0], place) ? std::optional(*text + "\n") : std::nullopt;
}

} // namespace mmk::exec
