// Times: :gmtime and :localtime format one, :mtime gives that of files.
#include "lang/modifiers/each_word.hpp"
#include "lang/modifiers/numbers.hpp"
#include "lang/modifiers/table.hpp"
#include "lang/time_zone.hpp"

#include <ctime>

namespace mmk::lang::modifiers {

namespace {

constexpr std::uint8_t k_has_time = 1;
constexpr std::uint8_t k_error_if_missing = 2;

std::string format_time(const std::string& format, const std::tm& time) {
  std::string text(128, '\0');
  // strftime gives 0 both for an empty result and for a buffer that is too small; a blank in front
  // tells them apart.
  const std::string marked = " " + format;
  for (;;) {
    const std::size_t size = std::strftime(text.data(), text.size(), marked.c_str(), &time);
    if (size > 0) {
      return text.substr(1, size - 1);
    }
    text.resize(text.size() * 2);
  }
}

std::time_t wanted_time(Evaluation& evaluation, const Modifier& modifier) {
  return static_cast<std::time_t>(modifier.number != 0
                                      ? static_cast<std::int64_t>(modifier.number)
                                      : evaluation.context().clock.now().seconds());
}

std::string format_of(const Evaluation& evaluation) {
  return evaluation.value().empty() ? "%c" : std::string(evaluation.value());
}

/// strftime would take the fields for local time when it counts the seconds.
std::string with_seconds(std::string_view format, std::time_t when) {
  std::string result;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const std::string_view conversion = format.substr(i, format[i] == '%' ? 2 : 1);
    if (conversion == "%s") {
      result += std::to_string(when);
    } else {
      result.append(conversion);
    }
    i += conversion.size() - 1;
  }
  return result;
}

Outcome apply_gmtime(Evaluation& evaluation, const Modifier& modifier) {
  const std::time_t when = wanted_time(evaluation, modifier);
  std::tm fields{};
  gmtime_r(&when, &fields);
  evaluation.set_value(format_time(with_seconds(format_of(evaluation), when), fields));
  return Outcome::ok;
}

Outcome apply_localtime(Evaluation& evaluation, const Modifier& modifier) {
  Context& context = evaluation.context();
  LocalTime local = local_time(context.files.file_system(), context.environment,
                               wanted_time(evaluation, modifier));
  evaluation.set_value(format_time(format_of(evaluation), local.bound()));
  return Outcome::ok;
}

Outcome apply_mtime(Evaluation& evaluation, const Modifier& modifier) {
  bool failed = false;
  each_word(evaluation, [&](std::string_view word, WordJoiner& joiner) {
    const fs::FileInfo info = evaluation.context().files.file_system().stat(std::string(word));
    std::int64_t seconds = static_cast<std::int64_t>(modifier.number);
    if (info.exists()) {
      seconds = info.mtime.seconds();
    } else if ((modifier.flags & k_error_if_missing) != 0) {
      evaluation.diag().parse(Level::fatal, "Cannot determine mtime for '{}': {}", word,
                              "No such file or directory");
      failed = true;
      return;
    } else if ((modifier.flags & k_has_time) == 0) {
      seconds = evaluation.context().clock.now().seconds();
    }
    joiner.add(std::to_string(seconds));
  });
  return failed ? Outcome::failed : Outcome::ok;
}

Parsed read_time(Compiler& compiler, Modifier& modifier, std::uint32_t& pos,
                 std::string_view keyword) {
  switch (read_keyword(compiler, pos, keyword)) {
  case Keyword::alone:
    return Parsed::ok;
  case Keyword::with_value:
    break;
  case Keyword::other:
    return Parsed::unknown;
  }
  const std::uint32_t value = pos;
  const std::optional<std::uint64_t> number = read_number(compiler, pos);
  if (!number) {
    modifier.end = modifier.begin;
    return compiler.message(
        modifier, fmt::format("Invalid time value at \"{}\"", compiler.source().substr(value)),
        true);
  }
  modifier.number = *number;
  modifier.flags = k_has_time;
  return Parsed::ok;
}

} // namespace

Parsed read_gmtime(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  modifier.apply = apply_gmtime;
  return read_time(compiler, modifier, pos, "gmtime");
}

Parsed read_localtime(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  modifier.apply = apply_localtime;
  return read_time(compiler, modifier, pos, "localtime");
}

Parsed read_mtime(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  modifier.apply = apply_mtime;
  constexpr std::string_view k_error = "mtime=error";
  const auto end = static_cast<std::uint32_t>(pos + k_error.size());
  if (compiler.source().substr(pos).starts_with(k_error) && compiler.ends_modifier(end)) {
    modifier.flags = k_error_if_missing;
    pos = end;
    return Parsed::ok;
  }
  return read_time(compiler, modifier, pos, "mtime");
}

} // namespace mmk::lang::modifiers
