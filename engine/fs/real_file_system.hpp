// FileSystem on the machine's disk.
#pragma once

#include "fs/file_system.hpp"

#include <string>
#include <vector>

namespace mmk::fs {

class RealFileSystem final : public FileSystem {
public:
  explicit RealFileSystem(std::string cwd) : m_cwd(std::move(cwd)) {}

  [[nodiscard]] const std::string& cwd() const override { return m_cwd; }
  [[nodiscard]] Result<> set_cwd(const std::string& directory) override;
  [[nodiscard]] FileInfo stat(const std::string& path) const override;
  [[nodiscard]] FileInfo lstat(const std::string& path) const override;
  [[nodiscard]] Result<std::string> read(const std::string& path) const override;
  [[nodiscard]] Result<std::vector<std::string>> list(const std::string& path) const override;
  [[nodiscard]] Result<std::string> realpath(const std::string& path) const override;
  [[nodiscard]] FileInfo opened(const std::string& path) const override;
  [[nodiscard]] bool is_writable(const std::string& path) const override;
  [[nodiscard]] Result<std::string> read_link(const std::string& path) const override;
  [[nodiscard]] Result<> write_atomically(const std::string& path, std::string_view bytes) override;
  [[nodiscard]] Result<> make_directories(const std::string& path) override;
  [[nodiscard]] Result<> remove(const std::string& path) override;
  [[nodiscard]] Result<> touch(const std::string& path) override;

private:
  [[nodiscard]] std::string absolute(const std::string& path) const;
  std::string m_cwd;
};

} // namespace mmk::fs
