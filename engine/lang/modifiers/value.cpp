// Modifiers that give the expression another value: :D and :U (by definedness), :L (its name), :P
// (the path of the target of that name), :hash.
#include "lang/expander.hpp"
#include "lang/modifiers/table.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace mmk::lang::modifiers {

namespace {

Outcome apply_default(Evaluation& evaluation, const Modifier& modifier) {
  // :U applies to everything that is not a real variable, so a second :U replaces a first one.
  const bool regular = evaluation.definedness() == Definedness::regular;
  const bool wanted = (modifier.letter == 'D') == regular;
  std::string storage;
  const std::string_view value = evaluation.argument_in(
      *modifier.first, wanted ? evaluation.mode() : EvalMode::parse_only, storage);
  if (wanted) {
    evaluation.set_value(std::string(value));
  }
  return Outcome::ok;
}

Outcome apply_name_as_value(Evaluation& evaluation, const Modifier& /*modifier*/) {
  evaluation.set_value(std::string(evaluation.name()));
  return Outcome::ok;
}

Outcome apply_node_path(Evaluation& evaluation, const Modifier& /*modifier*/) {
  const TargetQuery* targets = evaluation.context().targets;
  const std::string name(evaluation.name());
  std::optional<std::string> path = targets == nullptr ? std::nullopt : targets->path_of(name);
  evaluation.set_value(std::move(path).value_or(name));
  return Outcome::ok;
}

/// MurmurHash3 for 32-bit machines in the form of its first public release, which bmake chose; our
/// results must be the same since makefiles put them into file names.
std::uint32_t hash(std::string_view text) {
  std::uint32_t result = 0x971e137bU;
  std::uint32_t factor1 = 0x95543787U;
  std::uint32_t factor2 = 0x2ad7eb25U;
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::uint32_t block = 0;
    const std::string_view bytes = text.substr(i, 4);
    for (std::size_t k = 0; k < bytes.size(); ++k) {
      block |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[k])) << (8 * k);
    }
    factor1 = factor1 * 5 + 0x7b7d159cU;
    factor2 = factor2 * 5 + 0x6bce6396U;
    block *= factor1;
    block = std::rotl(block, 11);
    block *= factor2;
    result = std::rotl(result, 13) * 5 + 0x52dce729U;
    result ^= block;
  }
  result ^= static_cast<std::uint32_t>(text.size());
  result *= 0x85ebca6bU;
  result ^= result >> 13;
  result *= 0xc2b2ae35U;
  return result ^ (result >> 16);
}

/// Eight hexadecimal digits, the lowest first, as bmake has it.
std::string hash_text(std::uint32_t value) {
  std::string text = fmt::format("{:08x}", value);
  std::reverse(text.begin(), text.end());
  return text;
}

Outcome apply_hash(Evaluation& evaluation, const Modifier& /*modifier*/) {
  evaluation.set_value(hash_text(hash(evaluation.value())));
  return Outcome::ok;
}

/// :L and :P are one letter, whatever follows.
Parsed read_letter(Modifier& modifier, std::uint32_t& pos, Apply apply) {
  modifier.defines = Defines::yes;
  modifier.apply = apply;
  ++pos;
  return Parsed::ok;
}

} // namespace

Parsed read_default(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  modifier.letter = compiler.at(pos);
  ++pos;
  modifier.first = compiler.defined_part(pos);
  modifier.arguments = Arguments::in_place;
  modifier.defines = Defines::yes;
  modifier.apply = apply_default;
  return Parsed::ok;
}

Parsed read_name_as_value(Compiler& /*compiler*/, Modifier& modifier, std::uint32_t& pos) {
  return read_letter(modifier, pos, apply_name_as_value);
}

Parsed read_node_path(Compiler& /*compiler*/, Modifier& modifier, std::uint32_t& pos) {
  return read_letter(modifier, pos, apply_node_path);
}

Parsed read_hash(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  return compiler.word(modifier, pos, "hash", apply_hash);
}

} // namespace mmk::lang::modifiers
