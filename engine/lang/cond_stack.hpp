// Which .if blocks are open and whether their lines count. Evaluates nothing itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mmk::lang {

class CondStack {
public:
  enum class Else : std::uint8_t { ok, no_if, extra };

  /// Depth that a file or a turn of a loop may not go below.
  [[nodiscard]] std::size_t depth() const { return m_blocks.size(); }
  [[nodiscard]] bool skipping() const {
    return !m_blocks.empty() && m_blocks.back().state != State::active;
  }
  [[nodiscard]] bool has_block(std::size_t base) const { return m_blocks.size() > base; }

  /// `.if` with a condition that is true or false.
  void open(bool value) { m_blocks.push_back({value ? State::active : State::initial, false}); }
  /// `.if` whose branches are all skipped: below a skipped branch, or after an error.
  void open_dead() { m_blocks.push_back({State::done, false}); }
  /// `.elif`: does its condition have to be evaluated?
  [[nodiscard]] bool wants_elif() const {
    return m_blocks.back().state == State::initial && !m_blocks.back().else_seen;
  }
  [[nodiscard]] bool else_seen() const { return m_blocks.back().else_seen; }
  void elif (bool value) { m_blocks.back().state = value ? State::active : State::initial; }
  /// No further branch of the innermost block counts.
  void kill() { m_blocks.back().state = State::done; }
  void take_else() {
    m_blocks.back().state = m_blocks.back().state == State::initial ? State::active : State::done;
    m_blocks.back().else_seen = true;
  }
  void close() { m_blocks.pop_back(); }
  void reset(std::size_t depth) { m_blocks.resize(depth); }

private:
  enum class State : std::uint8_t {
    initial, ///< no branch was taken yet, this one neither
    active,  ///< in the branch that counts
    done,    ///< behind it, or none can count
  };
  struct Block {
    State state = State::done;
    bool else_seen = false;
  };
  std::vector<Block> m_blocks;
};

} // namespace mmk::lang
