#include "tracer/code_sites.hpp"

#include <elf.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <string_view>

namespace mmk::tracer {

namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t k_max_headers = 64;

template <class T> std::optional<T> value_at(Bytes bytes, std::uint64_t offset) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) {
    return std::nullopt;
  }
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

/// The bytes from `begin` to `end`, as far as there are such.
Bytes part(Bytes bytes, std::size_t begin, std::size_t end) {
  end = std::min(end, bytes.size());
  return begin < end ? bytes.subspan(begin, end - begin) : Bytes();
}

bool starts_with(Bytes bytes, Bytes beginning) {
  return bytes.size() >= beginning.size() &&
         std::equal(beginning.begin(), beginning.end(), bytes.begin());
}

struct Segment {
  std::uint64_t offset;
  std::uint64_t address;
  Bytes code;
};

/// The executable segment that the entry is in.
std::optional<Segment> find_code(Bytes file, const Elf64_Ehdr& head) {
  for (std::size_t i = 0; i < std::min<std::size_t>(head.e_phnum, k_max_headers); ++i) {
    const auto header = value_at<Elf64_Phdr>(file, head.e_phoff + i * sizeof(Elf64_Phdr));
    if (!header || header->p_type != PT_LOAD || (header->p_flags & PF_X) == 0 ||
        header->p_offset > file.size() || header->p_filesz > file.size() - header->p_offset) {
      continue;
    }
    if (head.e_entry >= header->p_vaddr && head.e_entry - header->p_vaddr < header->p_filesz) {
      return Segment{header->p_offset, header->p_vaddr,
                     file.subspan(header->p_offset, header->p_filesz)};
    }
  }
  return std::nullopt;
}

/// mov $NUMBER, %eax, the last one before `at`.
std::optional<std::uint32_t> number_before(Bytes code, std::size_t at) {
  constexpr std::size_t size = 5;
  constexpr std::size_t farthest = 24;
  constexpr std::uint32_t too_many = 1024;
  for (std::size_t back = size; back <= std::min(farthest, at); ++back) {
    const std::uint32_t number = value_at<std::uint32_t>(code, at - back + 1).value_or(too_many);
    if (code[at - back] == 0xb8 && number < too_many) {
      return number;
    }
  }
  return std::nullopt;
}

/// A call that waits stands between calls of two functions that let other threads cancel it.
bool may_be_cancelled(Bytes code, std::size_t begin, std::size_t end) {
  constexpr std::size_t before = 32;
  constexpr std::size_t behind = 24;
  constexpr std::uint8_t call = 0xe8;
  const auto has_call = [&](Bytes bytes) {
    return std::find(bytes.begin(), bytes.end(), call) != bytes.end();
  };
  return has_call(part(code, begin - std::min(begin, before), begin)) &&
         has_call(part(code, end, end + behind));
}

/// Whether anything that may be a jump leads between `begin` and `end`, both of them left out.
bool is_jumped_into(Bytes code, std::size_t begin, std::size_t end) {
  constexpr std::size_t around = 1024;
  const auto leads_into = [&](std::size_t next, std::int64_t distance) {
    const std::int64_t target = static_cast<std::int64_t>(next) + distance;
    return target > static_cast<std::int64_t>(begin) && target < static_cast<std::int64_t>(end);
  };
  for (std::size_t at = begin - std::min(begin, around); at < std::min(code.size(), end + around);
       ++at) {
    const std::uint8_t byte = code[at];
    const bool is_short = (byte & 0xf0U) == 0x70 || byte == 0xeb || (byte & 0xfcU) == 0xe0;
    const bool is_long = (byte & 0xf0U) == 0x80 || byte == 0xe9; // behind 0x0f, the former
    if (is_short) {
      const auto distance = value_at<std::int8_t>(code, at + 1);
      if (distance && leads_into(at + 2, *distance)) {
        return true;
      }
    } else if (is_long) {
      const auto distance = value_at<std::int32_t>(code, at + 1);
      if (distance && leads_into(at + 5, *distance)) {
        return true;
      }
    }
  }
  return false;
}

struct Found {
  std::size_t begin;
  std::size_t form; ///< index in k_forms
};

/// The next of the forms from `from` on, which moves behind it. They have a rare byte in common,
/// which is searched for.
std::optional<Found> next_form(Bytes code, std::size_t& from) {
  constexpr std::uint8_t rare = 0xf0;
  while (from < code.size()) {
    const void* hit = std::memchr(code.data() + from, rare, code.size() - from);
    if (hit == nullptr) {
      break;
    }
    const auto at = static_cast<std::size_t>(static_cast<const std::uint8_t*>(hit) - code.data());
    from = at + 1;
    for (std::size_t i = 0; i < shim::k_forms.size(); ++i) {
      const shim::Form& form = shim::k_forms[i];
      const Bytes bytes = Bytes(form.bytes).first(form.size);
      const std::size_t before = form.size - 3U; // the constant's last bytes are f0 ff ff
      if (at >= before && starts_with(code.subspan(at - before), bytes)) {
        return Found{at - before, i};
      }
    }
  }
  return std::nullopt;
}

std::vector<shim::Site> find_sites(const Segment& segment, std::span<const std::uint32_t> numbers) {
  std::vector<shim::Site> sites;
  std::size_t from = 0;
  while (const std::optional<Found> found = next_form(segment.code, from)) {
    const std::optional<std::uint32_t> number = number_before(segment.code, found->begin);
    const std::size_t end = found->begin + shim::k_forms[found->form].size;
    const std::uint64_t offset = segment.offset + found->begin;
    const bool wanted = number &&
                        std::find(numbers.begin(), numbers.end(), *number) != numbers.end() &&
                        offset <= std::numeric_limits<std::uint32_t>::max();
    if (wanted && !may_be_cancelled(segment.code, found->begin, end) &&
        !is_jumped_into(segment.code, found->begin, end)) {
      sites.push_back(
          {static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(found->form)});
    }
  }
  return sites;
}

} // namespace

std::optional<CodeSites> find_code_sites(std::span<const std::uint8_t> file,
                                         std::span<const std::uint32_t> numbers) {
  const auto head = value_at<Elf64_Ehdr>(file, 0);
  if (!head || std::memcmp(head->e_ident, ELFMAG, SELFMAG) != 0 ||
      head->e_ident[EI_CLASS] != ELFCLASS64 || head->e_machine != EM_X86_64 ||
      head->e_phentsize != sizeof(Elf64_Phdr)) {
    return std::nullopt;
  }
  const std::optional<Segment> segment = find_code(file, *head);
  if (!segment) {
    return std::nullopt;
  }
  return CodeSites{.code = segment->offset,
                   .code_size = segment->code.size(),
                   .entry = segment->offset + (head->e_entry - segment->address),
                   .sites = find_sites(*segment, numbers)};
}

} // namespace mmk::tracer
