#include "tracer/code_sites.hpp"

#include <gtest/gtest.h>

#include <elf.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <initializer_list>

namespace mmk::tracer {
namespace {

constexpr std::size_t k_code_offset = 0x200;
constexpr std::uint64_t k_code_address = 0x1000;

/// An ELF file with one executable segment.
class CodeSitesTest : public testing::Test {
protected:
  void put(std::initializer_list<std::uint8_t> bytes) {
    m_code.insert(m_code.end(), bytes.begin(), bytes.end());
  }
  void pad() { m_code.insert(m_code.end(), 48, 0x90); } // so that nothing stands close
  /// mov $257, %eax; syscall; cmp $-4096, %rax; ret
  void put_open() {
    put({0xb8, 0x01, 0x01, 0x00, 0x00});
    put({0x0f, 0x05, 0x48, 0x3d, 0x00, 0xf0, 0xff, 0xff});
    put({0xc3});
  }
  std::vector<std::uint8_t> file() const {
    std::vector<std::uint8_t> bytes(k_code_offset + m_code.size());
    Elf64_Ehdr head{};
    std::memcpy(head.e_ident, ELFMAG, SELFMAG);
    head.e_ident[EI_CLASS] = ELFCLASS64;
    head.e_machine = EM_X86_64;
    head.e_entry = k_code_address + 3;
    head.e_phoff = sizeof(head);
    head.e_phentsize = sizeof(Elf64_Phdr);
    head.e_phnum = 1;
    std::memcpy(bytes.data(), &head, sizeof(head));
    Elf64_Phdr segment{};
    segment.p_type = PT_LOAD;
    segment.p_flags = PF_R | PF_X;
    segment.p_offset = k_code_offset;
    segment.p_vaddr = k_code_address;
    segment.p_filesz = m_code.size();
    std::memcpy(bytes.data() + sizeof(head), &segment, sizeof(segment));
    std::copy(m_code.begin(), m_code.end(), bytes.begin() + k_code_offset);
    return bytes;
  }
  /// Offsets within the code.
  std::vector<std::size_t> found() const {
    constexpr std::array<std::uint32_t, 2> wanted{257, 262};
    const auto sites = find_code_sites(file(), wanted);
    std::vector<std::size_t> offsets;
    for (const shim::Site& site : sites ? sites->sites : std::vector<shim::Site>()) {
      offsets.push_back(site.offset - k_code_offset);
    }
    return offsets;
  }

  std::vector<std::uint8_t> m_code;
};

using Offsets = std::vector<std::size_t>;

TEST_F(CodeSitesTest, FindsCallsByTheirNumber) {
  pad();
  put_open();
  pad();
  put({0xb8, 0x06, 0x01, 0x00, 0x00, 0x0f, 0x05, 0x3d, 0x00, 0xf0, 0xff, 0xff}); // 262, %eax
  pad();
  put({0xb8, 0x02, 0x01, 0x00, 0x00, 0x0f, 0x05, 0x3d, 0x00, 0xf0, 0xff, 0xff}); // 258
  pad();
  EXPECT_EQ(found(), (Offsets{48 + 5, 48 + 14 + 48 + 5}));
}

TEST_F(CodeSitesTest, KnowsTheFormAndTheEntry) {
  pad();
  put({0xb8, 0x01, 0x01, 0x00, 0x00, 0x0f, 0x05, 0x48, 0x3d, 0x01, 0xf0, 0xff, 0xff});
  pad();
  constexpr std::array<std::uint32_t, 1> wanted{257};
  const auto sites = find_code_sites(file(), wanted);
  ASSERT_TRUE(sites);
  EXPECT_EQ(sites->code, k_code_offset);
  EXPECT_EQ(sites->code_size, m_code.size());
  EXPECT_EQ(sites->entry, k_code_offset + 3);
  ASSERT_EQ(sites->sites.size(), 1U);
  EXPECT_EQ(sites->sites.front().form, 1U);
}

TEST_F(CodeSitesTest, LetsOtherInstructionsStandBetween) {
  pad();
  put({0xb8, 0x01, 0x01, 0x00, 0x00}); // mov $257, %eax
  put({0x48, 0x89, 0xfe});             // mov %rdi, %rsi
  put({0xbf, 0x9c, 0xff, 0xff, 0xff}); // mov $-100, %edi
  put({0x0f, 0x05, 0x48, 0x3d, 0x00, 0xf0, 0xff, 0xff});
  pad();
  EXPECT_EQ(found(), Offsets{48 + 13});
}

TEST_F(CodeSitesTest, LeavesWhatMayBeCancelled) {
  pad();
  put({0xe8, 0x00, 0x00, 0x00, 0x00}); // call
  put_open();
  put({0xe8, 0x00, 0x00, 0x00, 0x00});
  pad();
  EXPECT_EQ(found(), Offsets{});
}

TEST_F(CodeSitesTest, TakesWhatOnlyFollowsACall) {
  pad();
  put({0xe8, 0x00, 0x00, 0x00, 0x00});
  put_open();
  pad();
  EXPECT_EQ(found(), Offsets{48 + 5 + 5});
}

TEST_F(CodeSitesTest, LeavesWhatIsJumpedInto) {
  put({0xe9, 48 + 5 + 2, 0x00, 0x00, 0x00}); // jmp to the comparison
  pad();
  put_open();
  pad();
  EXPECT_EQ(found(), Offsets{});
  m_code.clear();
  put({0xeb, 48 + 5 + 2});
  pad();
  put_open();
  pad();
  EXPECT_EQ(found(), Offsets{});
  m_code.clear();
  put({0xeb, 48 + 5}); // to the call itself: that stays where it is
  pad();
  put_open();
  pad();
  EXPECT_EQ(found(), Offsets{2 + 48 + 5});
}

TEST_F(CodeSitesTest, TakesNoOtherFileForOne) {
  constexpr std::array<std::uint32_t, 1> wanted{257};
  put_open();
  std::vector<std::uint8_t> bytes = file();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(find_code_sites(std::span(bytes).first(size), wanted)) << size;
  }
  bytes[EI_CLASS] = ELFCLASS32;
  EXPECT_FALSE(find_code_sites(bytes, wanted));
}

} // namespace
} // namespace mmk::tracer
