#include "lang/modifiers/table.hpp"

#include <array>

namespace mmk::lang::modifiers {

namespace {

constexpr auto make_table() {
  std::array<Reader, 128> table{};
  table['!'] = read_shell_command;
  table[':'] = read_assignment;
  table['?'] = read_ternary;
  table['@'] = read_loop;
  table['['] = read_select;
  table['_'] = read_remember;
  table['C'] = read_regex;
  table['D'] = table['U'] = read_default;
  table['E'] = table['H'] = table['R'] = table['T'] = read_path_part;
  table['L'] = read_name_as_value;
  table['M'] = table['N'] = read_match;
  table['O'] = read_order;
  table['P'] = read_node_path;
  table['Q'] = table['q'] = read_quote;
  table['S'] = read_substitute;
  table['g'] = read_gmtime;
  table['h'] = read_hash;
  table['l'] = read_localtime;
  table['m'] = read_mtime;
  table['r'] = read_range;
  table['s'] = read_shell;
  table['t'] = read_to;
  table['u'] = read_unique;
  return table;
}

constexpr auto k_table = make_table();

} // namespace

Reader find_reader(char letter) {
  const auto index = static_cast<unsigned char>(letter);
  return index < k_table.size() ? k_table[index] : nullptr;
}

} // namespace mmk::lang::modifiers
