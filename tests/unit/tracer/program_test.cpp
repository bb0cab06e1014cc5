#include "base/io.hpp"
#include "tracer/program.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>

namespace mmk::tracer {
namespace {

class ProgramTest : public testing::Test {
protected:
  ~ProgramTest() override { ::unlink(m_path.c_str()); }
  ProgramFacts facts_of(const std::string& text) {
    EXPECT_TRUE(write_file_atomically(m_path, text));
    return ProgramReader().read(AT_FDCWD, m_path);
  }
  std::string m_path = "program_test." + std::to_string(::getpid());
};

TEST_F(ProgramTest, FindsAScriptsInterpreterAndItsLoader) {
  const ProgramFacts facts = facts_of("#! \t/bin/sh -e\nexit\n");
  ASSERT_EQ(facts.helpers.size(), 2U);
  EXPECT_EQ(facts.helpers[0], "/bin/sh");
  EXPECT_EQ(facts.helpers[1].front(), '/');
  EXPECT_EQ(facts.image, "/bin/sh");
}

TEST_F(ProgramTest, TakesAnythingWithoutHarm) {
  for (const std::string& text :
       {std::string(), std::string("#!"), std::string("#!\n"), std::string("#!   "),
        std::string("\177ELF"), std::string("\177ELF\002"), "\177ELF\001" + std::string(60, '\377'),
        "\177ELF\002" + std::string(4000, '\377'), std::string(5000, '#')}) {
    EXPECT_TRUE(facts_of(text).helpers.empty());
  }
}

TEST_F(ProgramTest, EndsAScriptsLineAtNul) {
  EXPECT_EQ(facts_of(std::string("#!/bin/sh\0x y", 13)).helpers.front(), "/bin/sh");
}

TEST_F(ProgramTest, StopsAtScriptsThatInterpretEachOther) {
  EXPECT_LE(facts_of("#!" + m_path + "\n").helpers.size(), 6U);
}

TEST_F(ProgramTest, SeesSetuid) {
  EXPECT_FALSE(facts_of("#!/bin/sh\n").changes_user);
  ::chmod(m_path.c_str(), 04755);
  EXPECT_TRUE(ProgramReader().read(AT_FDCWD, m_path).changes_user);
}

TEST_F(ProgramTest, ReadsAChangedProgramAnew) {
  ProgramReader reader;
  for (const std::string& interpreter : {std::string("/bin/sh"), std::string("/bin/ls")}) {
    EXPECT_TRUE(write_file_atomically(m_path, "#!" + interpreter + "\n"));
    EXPECT_EQ(reader.read(AT_FDCWD, m_path).image, interpreter);
    EXPECT_EQ(reader.read(AT_FDCWD, m_path).image, interpreter);
  }
}

TEST_F(ProgramTest, KnowsNoStateOfAFileThatHasJustChanged) {
  struct stat st {};
  ASSERT_EQ(::stat("/bin/sh", &st), 0);
  EXPECT_TRUE(settled_state(st));
  ASSERT_EQ(::clock_gettime(CLOCK_REALTIME, &st.st_ctim), 0);
  EXPECT_FALSE(settled_state(st));
}

} // namespace
} // namespace mmk::tracer
