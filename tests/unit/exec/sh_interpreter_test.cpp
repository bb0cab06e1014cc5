#include "exec/plain_runner.hpp"
#include "exec/sh_interpreter.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

namespace mmk::exec {
namespace {

class ShInterpreter : public testing::Test {
protected:
  ShInterpreter() {
    std::string pattern = testing::TempDir() + "shXXXXXX";
    m_top = mkdtemp(pattern.data());
    for (const char* dir : {"/a", "/a/b", "/a/b/c", "/with space"}) {
      EXPECT_EQ(mkdir((m_top + dir).c_str(), 0755), 0);
    }
    std::ofstream(m_top + "/full") << "text\n";
    std::ofstream(m_top + "/empty");
    std::ofstream(m_top + "/a/b/mark");
    EXPECT_EQ(symlink("a/b", (m_top + "/link").c_str()), 0);
    EXPECT_EQ(symlink("nowhere", (m_top + "/dangling").c_str()), 0);
    EXPECT_EQ(chmod((m_top + "/full").c_str(), 0755), 0);
    go("/a/b/c");
  }
  ~ShInterpreter() override {
    const std::string command = "rm -rf '" + m_top + "'";
    EXPECT_EQ(system(command.c_str()), 0);
  }
  void go(const std::string& dir) {
    m_place.cwd = m_top + dir;
    m_place.environment = {"PATH=/usr/bin:/bin", "PWD=" + m_place.cwd, "TOP=" + m_top,
                           "WORDS= x  y z ", "EMPTY="};
  }
  ShOutcome by_shell(const std::string& text) {
    tracer::Command command = m_place;
    command.path = "/bin/sh";
    command.argv = {"sh", "-c", text};
    const auto captured = run_captured(command);
    return captured ? ShOutcome{captured->output, WEXITSTATUS(captured->wait_status)}
                    : ShOutcome{"", -1};
  }

  std::string m_top;
  tracer::Command m_place;
};

/// What is run here means what it means to the shell.
TEST_F(ShInterpreter, DoesWhatTheShellDoes) {
  for (const char* text :
       {"cd ..; pwd",
        "cd ../.. && pwd && cd / && pwd",
        "cd $TOP/link; pwd; cd ..; pwd",
        "cd \"$TOP/with space\" && pwd && [ -d \"$PWD\" ]",
        "cd $TOP//a/./b/; echo $PWD",
        "while :; do here=`pwd`; [ -f mark -o -d nothing ] && { echo $here; break; }; "
        "case $here in /*/*) cd ..;; *) echo \"\"; break;; esac; done",
        "until [ -f full ]; do cd ..; done; pwd",
        "for i in 1 2 3; do [ $i = 2 ] && continue; echo n$i; done",
        "for i in $WORDS \"$WORDS\" '' a\"$WORDS\"b; do echo \"<$i>\"; done",
        "false; for i in 1 2; do echo $?; done; false; case x in x) echo $?;; esac",
        "for i in a$WORDS; do echo \"<$i>\"; done; echo \"$i\"",
        "if [ -f none ]; then echo a; elif [ -d . ]; then echo b; else echo c; fi",
        "if false; then echo a; fi",
        "if ! test -e none\nthen\n\techo no\nelse\n\techo yes\nfi",
        "test -f full || echo none; test -s $TOP/full && echo full",
        "test -s $TOP/empty; echo $?",
        "[ -L $TOP/link ] && [ -h $TOP/dangling ] && [ ! -e $TOP/dangling ] && echo links",
        "[ -x $TOP/full ] && [ -r $TOP/full ] && echo runs",
        "[ -x $TOP/empty ] || echo no",
        "[ -n \"$EMPTY\" ]; echo $?; [ -z \"$EMPTY\" ]; echo $?; [ \"$EMPTY\" ]; echo $?",
        "[ ! \"$EMPTY\" ]; echo $?; [ ]; echo $?; test; echo $?; [ '' ]; echo $?",
        "[ a = a -a b != c ]; echo $?; [ a = b -o b = c ]; echo $?",
        "[ a = b -o b = b -a c = d ]; echo $?; [ ! a = b -a c = c ]; echo $?",
        "[ 2 -lt 10 ] && [ 10 -ge 10 ] && [ 3 -ne 4 ] && [ 3 -eq 03 ] && echo numbers",
        "false; echo $?; true; echo $?",
        "x=1; (x=2; cd /; pwd; echo $x); echo $x; pwd",
        "(exit 3); echo $?; (false) || echo failed",
        "{ echo a; echo b; } >/dev/null; echo c",
        "echo a >/dev/null 2>&1; { echo b; } 2>/dev/null",
        "echo a 2>/dev/null </dev/null",
        "exit 3; echo never",
        "false; exit",
        "x=$(echo a; echo; echo); echo \"<$x>\"",
        "x=$(echo $(echo inner) outer); echo $x",
        "x=`false`; echo $?; y=$(exit 4) ; echo $?; z=3; echo $?",
        "echo \"`echo a  b`\" `echo a  b`",
        "echo ${EMPTY:-d} ${EMPTY-d} ${NONE_SUCH:-d} ${NONE_SUCH-d} ${TOP:+set} ${EMPTY:+set}",
        "echo \"${EMPTY:-x y}\" ${none+set} ${EMPTY+set}",
        "f=/usr/lib/libc.so.6; echo ${f##*/} ${f%/*} ${f#*/} ${f%%.*} ${f%.x} \"${f##*.}\"",
        "f=abc; echo ${f#a} ${f%c} ${f##*} ${f%%?} ${f#'*'} | true",
        "case abc in a*) echo 1;; esac; case abc in x|abc) echo 2;; *) echo 3; esac",
        "case 'a*' in 'a*') echo literal;; esac; case ab in 'a*') echo no;; (a?) echo yes;; esac",
        "for i in 7 x _; do case $i in [0-9]) echo digit;; [!ax.]*) echo other;; esac; done",
        "v=3.14b; echo ${v%[ab]} ${v%%[!0-9.]*} ${v##*[.]} ${v#[0-3]}",
        "case $NONE_SUCH in '') echo empty;; esac; case x in y) ;; esac; echo $?",
        "false; case x in x) ;; esac; echo $?",
        "p='a*'; case abc in $p) echo active;; esac; case abc in \"$p\") echo no;; esac",
        "printf '%s-%s\\n' a b c; printf 'x%%\\n'; printf '%s' a; printf 'no\\n' a b",
        "command -v cat; command -v uname >/dev/null && echo there",
        "echo a\\ b 'c d' \"e $EMPTY f\" \\\"x\\\" a\"\\$b\"",
        "! false && echo not; ! true || echo neither",
        "true && false || echo x; false && echo y; echo $?",
        "echo one # comment\n# another\necho two",
        "echo a#b \\# c",
        "x=1 y=$x; echo $y; x='a  b'; y=$x; echo \"$y\"",
        "i=; while [ \"$i\" != xxx ]; do i=x$i; echo $i; done; echo $?",
        "while false; do echo; done; echo $?",
        "for d in a b; do for e in 1 2; do [ $e = 2 ] && break; echo $d$e; done; done",
        "echo $HOME_NOT_SET; echo \"$1\" $2",
        "[ -d \"\" ]; echo $?",
        "echo $(cd / && pwd) $(pwd)",
        "if (cd .. && [ -f mark ]) then echo here; fi; pwd",
        "x=$( (echo sub) ); echo $x",
        ":",
        "x=1"}) {
    const auto ours = run_sh(text, m_place);
    const ShOutcome theirs = by_shell(text);
    if (std::string_view(text).find("| true") != std::string_view::npos) {
      EXPECT_FALSE(ours) << text;
      continue;
    }
    ASSERT_TRUE(ours) << text;
    EXPECT_EQ(ours->output, theirs.output) << text;
    EXPECT_EQ(ours->status, theirs.status) << text;
  }
}

TEST_F(ShInterpreter, LeavesTheRestToTheShell) {
  for (const char* text : {"",
                           " ",
                           "cat full",
                           "true; sleep 1",
                           "echo a | cat",
                           "echo a &",
                           "echo a > file",
                           "echo a >&2",
                           "cat < file",
                           "cat <<end\nend",
                           "cd none",
                           "cd",
                           "cd -",
                           "cd -P ..",
                           "cd a/../b",
                           "cd $TOP/a/..",
                           "echo *",
                           "echo [a]",
                           "echo ?",
                           "x='*'; echo $x",
                           "echo ~",
                           "x=~/a",
                           "echo {a,b}",
                           "echo -n a",
                           "echo 'a\\nb'",
                           "printf %d 1",
                           "printf 'a\\tb'",
                           "printf -- a",
                           "echo $((1 + 1))",
                           "echo $$",
                           "echo $!",
                           "echo $#",
                           "echo $*",
                           "echo $-",
                           "echo $0",
                           "echo $",
                           "echo ${#TOP}",
                           "echo ${TOP:=x}",
                           "echo ${TOP?x}",
                           "echo ${TOP/a/b}",
                           "echo ${x:-a b}",
                           "echo ${x:-\"a\"}",
                           "echo ${x#[a-z]}",
                           "echo $LINENO $RANDOM",
                           "echo $OLDPWD",
                           "echo $HOME",
                           "IFS=:",
                           "PATH=/bin",
                           "HOME=x; cd",
                           "set -e; echo a",
                           "export X=1",
                           "unset TOP",
                           "readonly x",
                           "eval echo a",
                           ". ./full",
                           "read x",
                           "exec echo a",
                           "f() { echo a; }; f",
                           "function f { echo a; }",
                           "x=1 echo a",
                           "(echo a) >/dev/null",
                           "x=$(false) >/dev/null",
                           "for i in 1; do ! break; done",
                           "case $(false) in *) exit;; esac",
                           "echo $(false) $(echo $?)",
                           "[ ! ! -f full ]",
                           "x=(a b)",
                           "x+=a",
                           "a=b[1]; echo $a",
                           "[[ a = a ]]",
                           "[ a == a ]",
                           "[ a -nt b ]",
                           "[ -t 0 ]",
                           "[ -f /dev/stdin ]",
                           "[ -d /proc/self ]",
                           "[ a -eq 1 ]",
                           "[ 1 -eq ' 1' ]",
                           "[ \\( a \\) ]",
                           "[ -f a",
                           "[ '' -a b ]",
                           "[ ! = ! ]",
                           "[ -n = -n ]",
                           "[ a b ]",
                           "case a in [a-z]) echo;; esac",
                           "case a in [[:alpha:]]) echo;; esac",
                           "case a in [^b]) echo;; esac",
                           "case a in []a]) echo;; esac",
                           "case a in [a) echo;; esac",
                           "case a in [\"a\"]) echo;; esac",
                           "x='[a]'; case a in $x) echo;; esac",
                           "case a in a) echo a;& esac",
                           "case \xc3\xa9 in ?) echo one;; esac",
                           "case '\xc3\xa9' in ?) echo one;; esac",
                           "break 2",
                           "break",
                           "for i in a; do (break); done",
                           "if true; then fi",
                           "if true; then echo",
                           "fi",
                           "echo a; done",
                           "{ echo a }",
                           "( echo a",
                           "( echo a ) echo b",
                           "{ echo a; } echo b",
                           "echo 'a",
                           "echo \"a",
                           "echo `echo",
                           "echo $(echo",
                           "echo `echo \\`echo a\\``",
                           "echo \"`echo \"a\"`\"",
                           "echo a;; echo b",
                           "; echo a",
                           "echo a &&",
                           "! ! true",
                           "time echo a",
                           "select x in a; do echo; done",
                           "for i; do echo; done",
                           "for 1 in a; do echo; done",
                           "while :; do :; done",
                           "x=a; while :; do x=$x$x; done",
                           "while :; do echo $WORDS; done",
                           "f=abc; echo ${f#*a*b*c*d*}",
                           "echo $(false) $?",
                           "$EMPTY",
                           "x=$'a'",
                           "echo $\"a\"",
                           "exit 256",
                           "exit a",
                           "exit 1 2",
                           "command cat",
                           "command -v ls -l",
                           "command -v no-such-program",
                           "command -v cd",
                           "command -v true",
                           "\"ech\\\no\" a"}) {
    EXPECT_FALSE(run_sh(text, m_place)) << text;
  }
  const std::string deep(1000, '(');
  EXPECT_FALSE(run_sh(deep + "echo a" + std::string(1000, ')'), m_place));
}

TEST_F(ShInterpreter, KnowsWhatMakesAnotherShellOfTheShell) {
  ASSERT_TRUE(run_sh("echo a", m_place));
  for (const char* entry :
       {"LD_PRELOAD=libfake.so", "BASH_FUNC_echo%%=() { :; }", "SHELLOPTS=errexit"}) {
    m_place.environment.emplace_back(entry);
    EXPECT_FALSE(run_sh("echo a", m_place)) << entry;
    m_place.environment.pop_back();
  }
  m_place.environment.emplace_back("CDPATH=/");
  EXPECT_FALSE(run_sh("cd usr", m_place));
  m_place.cwd = m_top + "/a/../a";
  EXPECT_FALSE(run_sh("pwd", m_place));
}

TEST_F(ShInterpreter, AWrapperBecomesAProgram) {
  m_place.argv = {"wrap", "-i", "a b", ""};
  const auto becomes = [&](const char* text) {
    return run_sh_wrapper(text, "/usr/bin/wrap", m_place).value_or(std::vector<std::string>{});
  };
  using Words = std::vector<std::string>;
  EXPECT_EQ(becomes("exec grep -E \"$@\"\n"), (Words{"grep", "-E", "-i", "a b", ""}));
  EXPECT_EQ(becomes("cmd=${0##*/}\nexec ls $cmd $1\n"), (Words{"ls", "wrap", "-i"}));
  EXPECT_EQ(becomes("[ -f none ] && exec a\nif [ -d . ]; then exec b \"$2\"; fi\nexec c"),
            (Words{"b", "a b"}));
  for (const char* text :
       {"grep -E \"$@\"\n", "echo a; exec b", "exec a >/dev/null", "cd /; exec a", "(exec a)",
        "x=$(exec a)", "exec -a x y", "exec", "TOP=x; exec a", "X=1 exec a",
        "{ exec a; } 2>/dev/null", "exec a $@", "exit 0", ""}) {
    EXPECT_EQ(becomes(text), Words{}) << text;
  }
}

} // namespace
} // namespace mmk::exec
