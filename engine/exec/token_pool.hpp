// The right to run one more job. A pool of our own (a FIFO opened for reading and writing, so that
// one object serves bmake's -J, GNU make's pipe form and the fifo: form) or the one a parent make
// hands down. Every make holds one token that is in no pipe: its own.
#pragma once

#include "base/result.hpp"
#include "base/unique_fd.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace mmk::exec {

class TokenPool {
public:
  virtual ~TokenPool() = default;
  enum class Taken : std::uint8_t {
    yes,
    no,     ///< none free now; wait for wait_fd()
    aborted ///< another make of the tree has failed: start nothing more
  };
  [[nodiscard]] virtual Taken take() = 0;
  virtual void give_back() = 0;
  /// Tokens held now, the make's own included.
  [[nodiscard]] virtual int held() const = 0;
  /// Nothing of ours runs: what children that were killed took with them is put back.
  virtual void reclaim() {}
  /// Readable when a token may be free; -1 if tokens only come back by give_back().
  [[nodiscard]] virtual int wait_fd() const = 0;
};

/// Counts; nobody shares it. For tests and for a pool that could not be made.
class LocalTokenPool final : public TokenPool {
public:
  explicit LocalTokenPool(int size) : m_size(size) {}
  [[nodiscard]] Taken take() override;
  void give_back() override { --m_held; }
  [[nodiscard]] int held() const override { return m_held; }
  [[nodiscard]] int wait_fd() const override { return -1; }

private:
  int m_size;
  int m_held = 0;
};

/// How a child is told of the pool.
enum class TokenDialect : std::uint8_t {
  gmake, ///< -jN --jobserver-auth=R,W (GNU make 4.2 and later, mmk)
  bmake, ///< -j N -J R,W
  fifo,  ///< -jN --jobserver-auth=fifo:PATH (GNU make >= 4.4, ninja >= 1.13)
};

class SharedTokenPool final : public TokenPool {
public:
  /// A pool of `size` tokens, or as many as a FIFO holds (64 KiB as a rule). It lives in
  /// `directory` until the pool dies.
  [[nodiscard]] static Result<std::unique_ptr<SharedTokenPool>>
  create(int size, const std::string& directory);
  /// The parent's: "R,W" or "fifo:PATH". `limit`: our own -j.
  [[nodiscard]] static Result<std::unique_ptr<SharedTokenPool>> join(const std::string& auth,
                                                                     int limit);
  ~SharedTokenPool() override;

  [[nodiscard]] Taken take() override;
  void give_back() override;
  [[nodiscard]] int held() const override { return static_cast<int>(m_tokens.size()) + m_own; }
  [[nodiscard]] int wait_fd() const override { return m_reader.get(); }
  void reclaim() override;

  /// Descriptors a child must inherit to take part.
  [[nodiscard]] std::vector<int> child_fds() const;
  /// "R W" for debugging output.
  [[nodiscard]] std::string describe() const;
  /// What belongs into the child's MAKEFLAGS besides -jN: "--jobserver-auth=..." or "-J R,W"; "" if
  /// the dialect cannot be spoken (a pool joined by descriptors has no path).
  [[nodiscard]] std::string child_flags(TokenDialect dialect) const;

private:
  SharedTokenPool() = default;
  [[nodiscard]] Result<> open_reader();
  int m_read = -1;
  int m_write = -1;
  /// The same pipe opened once more, for us alone: reading it never blocks, while the children find
  /// theirs blocking, as they expect it.
  UniqueFd m_reader;
  UniqueFd m_owned; ///< what of the two is ours to close
  std::string m_fifo;
  bool m_unlink = false; ///< the pool is ours
  int m_limit = 1;
  int m_own = 0;              ///< 1: our own token is in use
  std::vector<char> m_tokens; ///< bytes taken from the pipe: exactly those go back
};

} // namespace mmk::exec
