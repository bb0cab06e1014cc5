#include "lang/compiler.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <memory_resource>
#include <string>

namespace mmk::lang {
namespace {

/// Room for nodes; more than there is of it throws std::bad_alloc.
class CompilerTest : public testing::Test {
protected:
  const Text* compile(std::string_view source) { return Compiler(m_names, m_pool, source).text(); }
  static std::string repeat(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) {
      all += text;
    }
    return all;
  }

private:
  std::array<std::byte, std::size_t{4} << 20U> m_room{};
  std::pmr::monotonic_buffer_resource m_pool{m_room.data(), m_room.size(),
                                             std::pmr::null_memory_resource()};
  NameTable m_names;
};

TEST_F(CompilerTest, ReadsNestedTextOfTwoMeaningsOncePerMeaning) {
  const std::string source = repeat("${:$CC^", 60);
  EXPECT_EQ(compile(source)->end, source.size());
}

TEST_F(CompilerTest, ReadsAListOfTwoMeaningsOncePerMeaning) {
  const std::string source = "${X" + repeat(":$Aa", 60) + "}";
  EXPECT_EQ(compile(source)->end, source.size());
}

TEST_F(CompilerTest, ReadsModifiersThatAreFromToAfterAllOncePerMeaning) {
  const std::string source = repeat("${X:tx${Y}=", 60) + repeat("}", 60);
  EXPECT_EQ(compile(source)->end, source.size());
}

} // namespace
} // namespace mmk::lang
