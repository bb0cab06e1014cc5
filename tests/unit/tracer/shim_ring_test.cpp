#include "tracer/shim_ring.hpp"

#include <gtest/gtest.h>

#include <sys/shm.h>

#include <cstring>
#include <limits>
#include <string_view>

namespace mmk::tracer {
namespace {

/// The ring as a watched program has it.
class ShimRingTest : public testing::Test {
protected:
  ShimRingTest() : m_ring(*ShimRing::create(true)) {
    m_memory = static_cast<shim::Ring*>(::shmat(m_ring.id(), nullptr, 0));
  }
  ~ShimRingTest() override { ::shmdt(m_memory); }

  /// The position, or nothing if the ring is full.
  std::optional<std::uint64_t> begin(std::uint32_t thread, std::string_view path) {
    const std::uint64_t position = m_memory->head.load();
    shim::Slot& slot = m_memory->slots.at(position % shim::k_slots);
    if (slot.turn.load() != shim::free_turn(position)) {
      return std::nullopt;
    }
    m_memory->head.store(position + 1);
    slot.thread = thread;
    slot.length = static_cast<std::uint16_t>(path.size());
    std::memcpy(slot.path.data(), path.data(), path.size());
    slot.prepared.store(1);
    return position;
  }
  void end(std::uint64_t position, std::int32_t result) {
    shim::Slot& slot = m_memory->slots.at(position % shim::k_slots);
    slot.result = result;
    slot.turn.store(shim::told_turn(position));
  }

  ShimRing m_ring;
  shim::Ring* m_memory;
};

TEST_F(ShimRingTest, GivesCallsInOrder) {
  EXPECT_TRUE(m_ring.is_empty());
  end(*begin(7, "one"), 3);
  end(*begin(8, "two"), -2);
  const std::span<const ToldCall> told = m_ring.take();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].path, "one");
  EXPECT_EQ(told[0].result, 3);
  EXPECT_EQ(told[1].thread, 8);
  EXPECT_EQ(told[1].result, -2);
  EXPECT_TRUE(m_ring.is_empty());
}

TEST_F(ShimRingTest, WaitsForACallWithoutHoldingUpOthers) {
  const std::uint64_t slow = *begin(7, "slow");
  end(*begin(8, "quick"), 0);
  ASSERT_EQ(m_ring.take().size(), 1U);
  EXPECT_FALSE(m_ring.is_empty());
  end(slow, 4);
  const std::span<const ToldCall> told = m_ring.take();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].path, "slow");
}

TEST_F(ShimRingTest, IsFullUntilTaken) {
  for (std::uint64_t round = 0; round < 3; ++round) {
    std::size_t count = 0;
    while (const std::optional<std::uint64_t> position = begin(7, "x")) {
      end(*position, 0);
      ++count;
    }
    EXPECT_EQ(count, shim::k_slots);
    EXPECT_EQ(m_ring.take().size(), shim::k_slots);
  }
}

TEST_F(ShimRingTest, TellsOfCallsTheirProcessDidNotEnd) {
  static_cast<void>(*begin(7, "dead"));
  static_cast<void>(*begin(8, "alive"));
  EXPECT_TRUE(m_ring.take().empty());
  const std::span<const ToldCall> begun = m_ring.take_unfinished(7);
  ASSERT_EQ(begun.size(), 1U);
  EXPECT_EQ(begun[0].path, "dead");
  EXPECT_FALSE(begun[0].end_told);
  EXPECT_FALSE(m_ring.is_empty());
}

TEST_F(ShimRingTest, BelievesNoLengthAndNoHead) {
  const std::uint64_t position = *begin(7, "");
  m_memory->slots[0].length = std::numeric_limits<std::uint16_t>::max();
  std::memset(m_memory->slots[0].path.data(), 'x', shim::k_longest_path);
  end(position, 0);
  EXPECT_EQ(m_ring.take().front().path.size(), shim::k_longest_path);
  m_memory->head.store(std::numeric_limits<std::uint64_t>::max());
  EXPECT_TRUE(m_ring.take().empty());
  EXPECT_FALSE(m_ring.sound());
}

} // namespace
} // namespace mmk::tracer
