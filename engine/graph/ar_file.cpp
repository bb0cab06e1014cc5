#include "graph/ar_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace mmk::graph {

namespace {

constexpr std::string_view k_magic = "!<arch>\n";
constexpr std::string_view k_thin_magic = "!<thin>\n";
constexpr std::string_view k_header_end = "`\n";
constexpr std::string_view k_bsd_name =
    "#1/"; // the name's size follows, the name precedes the data

// ar(5): the fields of a member's header and their places in it.
constexpr std::size_t k_header_size = 60;
constexpr std::size_t k_name_size = 16;
constexpr std::size_t k_date_at = 16;
constexpr std::size_t k_date_size = 12;
constexpr std::size_t k_size_at = 48;
constexpr std::size_t k_size_size = 10;

std::string_view trim(std::string_view text, std::string_view what) {
  const std::size_t last = text.find_last_not_of(what);
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

/// A decimal number padded with blanks; an empty field is 0 (BSD writes those).
std::optional<std::uint64_t> number(std::string_view field) {
  field = trim(field, std::string_view(" \0", 2));
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (field.empty()) {
    return 0;
  }
  if (error != std::errc() || end != field.data() + field.size()) {
    return std::nullopt;
  }
  return value;
}

/// "/123": the name stands at byte 123 of the "//" member, up to "/\n" (GNU) or NUL.
std::optional<std::string> long_name(std::string_view field, std::string_view table) {
  const std::optional<std::uint64_t> at = number(field.substr(1));
  if (!at || *at >= table.size()) {
    return std::nullopt;
  }
  const std::string_view rest = table.substr(static_cast<std::size_t>(*at));
  return std::string(trim(rest.substr(0, rest.find_first_of(std::string_view("\n\0", 2))), "/"));
}

tl::unexpected<Error> damaged(std::string_view what, std::size_t offset) {
  return fail(Errc::corrupt, fmt::format("damaged archive: {} at byte {}", what, offset));
}

/// Name of the member, and for BSD long names how many bytes of its data the name took.
struct NameAndSize {
  std::string name;
  std::uint64_t taken = 0;
};

std::optional<NameAndSize> name_of(std::string_view field, std::string_view data,
                                   std::string_view long_names) {
  if (field.starts_with(k_bsd_name)) {
    const std::optional<std::uint64_t> size = number(field.substr(k_bsd_name.size()));
    if (!size || *size > data.size()) {
      return std::nullopt;
    }
    const std::string_view name = data.substr(0, static_cast<std::size_t>(*size));
    return NameAndSize{std::string(name.substr(0, name.find('\0'))), *size};
  }
  const std::string_view name = trim(field, " ");
  if (name.size() > 1 && name[0] == '/' && name[1] >= '0' && name[1] <= '9') {
    std::optional<std::string> full = long_name(name, long_names);
    return full ? std::optional(NameAndSize{std::move(*full), 0}) : std::nullopt;
  }
  if (name == "/" || name == "//" || name == "/SYM64/") {
    return NameAndSize{std::string(name), 0};
  }
  return NameAndSize{std::string(name.ends_with('/') ? name.substr(0, name.size() - 1) : name), 0};
}

bool names_symbol_table(std::string_view name) {
  return name == "/" || name == "/SYM64/" || name.starts_with("__.SYMDEF");
}

} // namespace

Result<std::vector<ArMember>> read_ar(std::string_view bytes) {
  if (bytes.starts_with(k_thin_magic)) {
    return fail(Errc::unsupported, "thin archive: its members have no dates of their own");
  }
  if (!bytes.starts_with(k_magic)) {
    return fail(Errc::corrupt, "not an archive");
  }
  std::vector<ArMember> members;
  std::string_view long_names;
  std::size_t at = k_magic.size();
  while (at < bytes.size()) {
    if (bytes.size() - at < k_header_size) {
      return damaged("incomplete header", at);
    }
    const std::string_view header = bytes.substr(at, k_header_size);
    const std::optional<std::uint64_t> size = number(header.substr(k_size_at, k_size_size));
    const std::optional<std::uint64_t> date = number(header.substr(k_date_at, k_date_size));
    if (!header.ends_with(k_header_end) || !size || !date) {
      return damaged("bad header", at);
    }
    const std::size_t data_at = at + k_header_size;
    if (*size > bytes.size() - data_at) {
      return damaged("truncated member", at);
    }
    const std::string_view data = bytes.substr(data_at, static_cast<std::size_t>(*size));
    std::optional<NameAndSize> name = name_of(header.substr(0, k_name_size), data, long_names);
    if (!name) {
      return damaged("bad member name", at);
    }
    constexpr std::uint64_t k_latest =
        9'000'000'000; // seconds that nanoseconds in 64 bits can hold
    ArMember member;
    member.name = std::move(name->name);
    member.date = TimeStamp::from(static_cast<std::int64_t>(std::min(*date, k_latest)), 0);
    member.date_offset = at + k_date_at;
    member.is_symbol_table = names_symbol_table(member.name);
    if (member.name == "//") {
      long_names = data;
    }
    members.push_back(std::move(member));
    at = data_at + data.size() + data.size() % 2; // data is padded to an even size
  }
  return members;
}

std::string ar_date_field(TimeStamp date) {
  return fmt::format("{:<12}", date.seconds()).substr(0, k_date_size);
}

} // namespace mmk::graph
