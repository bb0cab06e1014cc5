#include "meta/index_file.hpp"

#include "base/byte_cutter.hpp"
#include "fs/directory_listing.hpp"

#include <cstring>

namespace mmk::meta {

std::string index_path(std::string_view objdir) {
  return std::string(objdir) + "/.mmk/index";
}

std::string_view checked_part(std::string_view bytes) {
  return bytes.substr(2 * sizeof(std::uint64_t));
}

bool IndexFile::cut() {
  IndexHeader header;
  if (m_bytes.size() < sizeof header) {
    return false;
  }
  const IndexHeader expected;
  std::memcpy(&header, m_bytes.data(), sizeof header);
  if (std::memcmp(header.magic, expected.magic, sizeof header.magic) != 0 ||
      header.checksum != digest_of(checked_part(m_bytes))) {
    return false;
  }
  m_rules = header.rules;
  ByteCutter cutter(std::string_view(m_bytes).substr(sizeof header));
  cutter.array(m_targets, header.targets);
  cutter.array(m_conditions, header.conditions);
  cutter.array(m_digests, header.digests);
  cutter.array(m_references, header.references);
  cutter.array(m_ends, header.paths);
  m_names = cutter.bytes(header.path_bytes);
  return cutter.done();
}

std::shared_ptr<const IndexFile> IndexFile::read(const fs::FileSystem& files, std::string objdir) {
  Result<std::string> bytes = files.read(index_path(objdir));
  if (!bytes) {
    return nullptr;
  }
  const auto file = std::make_shared<IndexFile>();
  file->m_objdir = std::move(objdir);
  file->m_bytes = *std::move(bytes);
  if (!file->cut()) {
    return nullptr;
  }
  // The checksum says that these bytes were written by us; they are believed from here on.
  file->m_by_meta_path.reserve(file->m_targets.size());
  for (std::uint32_t i = 0; i < file->m_targets.size(); ++i) {
    file->m_by_meta_path.insert(fs::path_hash(file->path(file->m_targets[i].meta_path)), i);
  }
  return file;
}

} // namespace mmk::meta
