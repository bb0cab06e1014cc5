#include "base/io.hpp"
#include "base/unique_fd.hpp"
#include "exec/plain_runner.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

namespace mmk::exec {
namespace {

/// What is written to standard error while it lives.
class ErrorOutput {
public:
  ErrorOutput() : m_saved(dup(STDERR_FILENO)), m_file(memfd_create("error", MFD_CLOEXEC)) {
    dup2(m_file.get(), STDERR_FILENO);
  }
  ~ErrorOutput() { dup2(m_saved.get(), STDERR_FILENO); }
  ErrorOutput(const ErrorOutput&) = delete;
  ErrorOutput& operator=(const ErrorOutput&) = delete;
  [[nodiscard]] std::string text() const {
    std::string text(4096, '\0');
    const ssize_t n = pread(m_file.get(), text.data(), text.size(), 0);
    text.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    return text;
  }

private:
  UniqueFd m_saved;
  UniqueFd m_file;
};

class PlainRunner : public testing::Test {
protected:
  PlainRunner() {
    std::string pattern = testing::TempDir() + "plainXXXXXX";
    m_place.cwd = mkdtemp(pattern.data());
    m_place.environment = {"PATH=" + m_place.cwd + ":/usr/bin:/bin", "PWD=" + m_place.cwd};
    program("dies", "#!/bin/sh\nkill -$1 $$\n");
    program("fails", "#!/bin/sh\necho before; exit $1\n");
    program("both", "#!/bin/sh\necho out; echo err >&2\n");
    program("wraps", "#!/bin/sh\ncmd=${0##*/}\nexec printf '<%s>' \"$cmd\" \"$@\"\n");
    program("lost", "#!/bin/sh\nexec no-such-program \"$@\"\n");
    program("twice", "#!/bin/sh\nexec ./wraps a\n");
    program("headless", "echo no interpreter $1\n");
    program("locked", "#!/bin/sh\n", 0644);
  }
  ~PlainRunner() override {
    const std::string command = "rm -rf '" + m_place.cwd + "'";
    EXPECT_EQ(system(command.c_str()), 0);
  }
  void program(const std::string& name, const std::string& text, mode_t mode = 0755) {
    const std::string path = m_place.cwd + "/" + name;
    std::ofstream(path) << text;
    EXPECT_EQ(chmod(path.c_str(), mode), 0);
  }

  struct Seen {
    std::string output;
    std::string errors;
    int status = -1;
  };
  static Seen seen(const Result<Captured>& captured, const ErrorOutput& errors) {
    return {captured ? captured->output : "", errors.text(), captured ? captured->wait_status : -1};
  }
  Seen plain(const std::string& text) {
    const auto script = parse_plain_script(text);
    if (!script) {
      return {"not plain", "", -1};
    }
    const ErrorOutput errors;
    return seen(run_plain_script(*script, m_place), errors);
  }
  Seen by_shell(const std::string& text) {
    tracer::Command command = m_place;
    command.path = "/bin/sh";
    command.argv = {"sh", "-c", text};
    const ErrorOutput errors;
    return seen(run_captured(command), errors);
  }

  tracer::Command m_place;
};

/// Every line means to us what it means to the shell: output, error output, status.
TEST_F(PlainRunner, DoesWhatTheShellDoes) {
  for (const char* text : {"uname -s",
                           "env",
                           "echo",
                           "echo a '' b",
                           "echo x | cat",
                           "echo x | cat | tr x y",
                           "echo x >/dev/null",
                           "false",
                           "true",
                           ": ignored",
                           "false || echo no",
                           "false && echo no",
                           "true && echo yes || echo no",
                           "false || false || echo third",
                           "false && echo a || echo b && echo c",
                           "false ; echo after",
                           "echo a; echo b | cat; echo c",
                           "both 2>/dev/null",
                           "both >/dev/null",
                           "both 2>&1",
                           "both 2>&1 >/dev/null",
                           "both >&2",
                           "both >&2 2>/dev/null",
                           "both 2>&1 | cat",
                           "cat </dev/null",
                           "false | true",
                           "true | false",
                           "fails 3",
                           "fails 3 | cat",
                           "cat </dev/null | fails 4",
                           "fails 3 || fails 5",
                           "dies TERM",
                           "dies KILL | cat",
                           "dies INT",
                           "dies PIPE",
                           "dies INT || echo status",
                           "no-such-program",
                           "no-such-program 2>/dev/null",
                           "no-such-program | cat",
                           "./no-such a",
                           "locked",
                           "./locked",
                           "/",
                           "wraps 'a b' c",
                           "./wraps a | cat",
                           "lost a",
                           "twice",
                           "headless a",
                           "headless | cat",
                           "no-such 'it'\"'\"'s'",
                           "yes | head -n 3",
                           "head -c 300000 /dev/zero | tr '\\000' x",
                           "seq 20000 | tail -n 2",
                           "cat /dev/null | echo not read"}) {
    const Seen ours = plain(text);
    const Seen theirs = by_shell(text);
    EXPECT_EQ(ours.output, theirs.output) << text;
    EXPECT_EQ(ours.errors, theirs.errors) << text;
    EXPECT_EQ(ours.status, theirs.status) << text;
  }
}

TEST_F(PlainRunner, AnswersUnameAsTheSystemDoes) {
  for (const char* text :
       {"uname -s", "uname -n", "uname -r", "uname -m", "uname -p", "uname -a", "uname",
        "uname -sr", "uname -x 2>/dev/null", "uname -s | tr a-z A-Z", "uname -s >/dev/null",
        "uname -s -r", "uname -r || echo no", "/usr/bin/uname -s"}) {
    EXPECT_EQ(plain(text).output, by_shell(text).output) << text;
    EXPECT_EQ(plain(text).status, by_shell(text).status) << text;
  }
}

TEST_F(PlainRunner, RunsAnotherProgramThatIsCalledUname) {
  program("uname", "#!/bin/sh\necho mine\n");
  EXPECT_EQ(plain("uname -s").output, "mine\n");
}

TEST_F(PlainRunner, LeavesNoProcessBehind) {
  (void)plain("no-such | fails 1 | cat; dies TERM");
  errno = 0;
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

} // namespace
} // namespace mmk::exec
