#include "base/flat_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace mmk {
namespace {

TEST(FlatIndex, FindsWhatWasInsertedAmongEqualHashes) {
  FlatIndex index;
  EXPECT_EQ(index.find(7, [](std::uint32_t) { return true; }), FlatIndex::k_none);
  for (std::uint32_t i = 0; i < 1000; ++i) {
    index.insert(i / 10, i); // ten of each hash
  }
  EXPECT_EQ(index.size(), 1000U);
  for (std::uint32_t i = 0; i < 1000; ++i) {
    EXPECT_EQ(index.find(i / 10, [i](std::uint32_t n) { return n == i; }), i);
  }
  EXPECT_EQ(index.find(3, [](std::uint32_t n) { return n == 999; }), FlatIndex::k_none);
}

TEST(FlatIndex, ErasedNumbersAreGoneAndTheirPlacesUsedAgain) {
  FlatIndex index;
  for (std::uint32_t round = 0; round < 50; ++round) {
    for (std::uint32_t i = 0; i < 20; ++i) {
      index.insert(i, i);
    }
    for (std::uint32_t i = 0; i < 20; ++i) {
      index.erase(i, [i](std::uint32_t n) { return n == i; });
    }
  }
  EXPECT_EQ(index.size(), 0U);
  index.insert(5, 42);
  std::vector<std::uint32_t> seen;
  index.each([&](std::uint32_t n) { seen.push_back(n); });
  EXPECT_EQ(seen, std::vector<std::uint32_t>{42});
}

} // namespace
} // namespace mmk
