#include "lang/time_zone.hpp"

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace mmk::lang {

namespace {

constexpr std::string_view k_zone_directory = "/usr/share/zoneinfo/";

struct Offset {
  std::int32_t seconds = 0; ///< east of Greenwich
  bool daylight_saving = false;
  std::string zone;
};

/// Big-endian reads from a tzfile(5); past the end they give 0 and `ok` becomes false.
class ZoneFile {
public:
  explicit ZoneFile(std::string_view bytes) : m_bytes(bytes) {}

  std::optional<Offset> offset_at(std::int64_t when);

private:
  struct Counts {
    std::size_t ut = 0;
    std::size_t standard = 0;
    std::size_t leap = 0;
    std::size_t transitions = 0;
    std::size_t types = 0;
    std::size_t letters = 0;
  };
  static constexpr std::size_t k_header = 44;
  static constexpr std::size_t k_type = 6;

  std::int64_t number(std::size_t at, std::size_t width);
  Counts counts(std::size_t header);
  static std::size_t block_size(const Counts& counts, std::size_t width) {
    return counts.transitions * (width + 1) + counts.types * k_type + counts.letters +
           counts.leap * (width + 4) + counts.standard + counts.ut;
  }

  std::string_view m_bytes;
  bool m_ok = true;
};

std::int64_t ZoneFile::number(std::size_t at, std::size_t width) {
  if (at + width > m_bytes.size() || at + width < at) {
    m_ok = false;
    return 0;
  }
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    value = value << 8 | static_cast<unsigned char>(m_bytes[at + i]);
  }
  if (width == 4) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(value));
  }
  return static_cast<std::int64_t>(value);
}

ZoneFile::Counts ZoneFile::counts(std::size_t header) {
  Counts counts;
  std::size_t* const fields[] = {&counts.ut,          &counts.standard, &counts.leap,
                                 &counts.transitions, &counts.types,    &counts.letters};
  std::size_t at = header + 20;
  for (std::size_t* field : fields) {
    *field = static_cast<std::uint32_t>(number(at, 4));
    at += 4;
  }
  return counts;
}

std::optional<Offset> ZoneFile::offset_at(std::int64_t when) {
  if (!m_bytes.starts_with("TZif") || m_bytes.size() < k_header || m_bytes[4] < '2') {
    return std::nullopt;
  }
  // The first block has 32-bit times; the second one repeats all with 64 bits.
  const std::size_t header = k_header + block_size(counts(0), 4);
  const Counts sizes = counts(header);
  if (!m_ok || sizes.types == 0 || block_size(sizes, 8) > m_bytes.size()) {
    return std::nullopt;
  }
  const std::size_t times = header + k_header;
  const std::size_t indices = times + sizes.transitions * 8;
  const std::size_t types = indices + sizes.transitions;
  const std::size_t letters = types + sizes.types * k_type;
  std::size_t type = 0; // before the first transition
  for (std::size_t i = 0; i < sizes.transitions && number(times + i * 8, 8) <= when; ++i) {
    type = static_cast<std::size_t>(number(indices + i, 1));
  }
  Offset offset;
  offset.seconds = static_cast<std::int32_t>(number(types + type * k_type, 4));
  offset.daylight_saving = number(types + type * k_type + 4, 1) != 0;
  const std::size_t name = letters + static_cast<std::size_t>(number(types + type * k_type + 5, 1));
  if (!m_ok || name >= m_bytes.size()) {
    return std::nullopt;
  }
  const std::string_view rest = m_bytes.substr(name);
  offset.zone = rest.substr(0, rest.find('\0'));
  return offset;
}

/// The simple form of POSIX, "EST5" or "UTC-3:30": west of Greenwich is positive.
std::optional<Offset> posix_offset(const std::string& text) {
  std::size_t letters = 0;
  while (letters < text.size() && ((text[letters] | 32) >= 'a' && (text[letters] | 32) <= 'z')) {
    ++letters;
  }
  if (letters < 3 || letters == text.size()) {
    return std::nullopt;
  }
  char* end = nullptr;
  const bool east = text[letters] == '-';
  const long hours = std::labs(std::strtol(text.c_str() + letters, &end, 10));
  const long minutes = *end == ':' ? std::strtol(end + 1, &end, 10) : 0;
  if (*end != '\0' || hours > 24 || minutes < 0 || minutes > 59) {
    return std::nullopt; // with rules for daylight saving
  }
  Offset offset;
  const long seconds = hours * 3600 + minutes * 60;
  offset.seconds = static_cast<std::int32_t>(east ? seconds : -seconds);
  offset.zone = text.substr(0, letters);
  return offset;
}

std::optional<Offset> find_offset(const fs::FileSystem& files, std::string name, std::time_t when) {
  if (name.starts_with(':')) {
    name.erase(0, 1);
  }
  if (name.empty()) {
    return Offset{0, false, "UTC"};
  }
  const std::string path = name.starts_with('/') ? name : std::string(k_zone_directory) + name;
  if (const Result<std::string> bytes = files.read(path)) {
    if (std::optional<Offset> offset = ZoneFile(*bytes).offset_at(when)) {
      return offset;
    }
  }
  return posix_offset(name);
}

} // namespace

LocalTime local_time(const fs::FileSystem& files, const Environment& environment,
                     std::time_t when) {
  LocalTime local;
  const std::optional<std::string_view> name = environment.get("TZ");
  const std::optional<Offset> offset =
      name ? find_offset(files, std::string(*name), when) : std::nullopt;
  if (!offset) {
    localtime_r(&when, &local.fields);
    return local;
  }
  const std::time_t shifted = when + offset->seconds;
  gmtime_r(&shifted, &local.fields);
  local.fields.tm_isdst = offset->daylight_saving ? 1 : 0;
  local.fields.tm_gmtoff = offset->seconds;
  local.zone = offset->zone;
  return local;
}

} // namespace mmk::lang
