#include "tools/meta2deps/options.hpp"

#include "fs/paths.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mmk::meta2deps {

namespace {

constexpr std::string_view k_with_value = "aSCORmDHTX";
constexpr std::string_view k_flags = "dq";

void add_unique(std::vector<std::string>& list, const std::string& entry) {
  if (std::find(list.begin(), list.end(), entry) == list.end()) {
    list.push_back(entry);
  }
}

/// Defaults from the environment; the first variable that is not set ends the look.
void defaults(Config& config, const std::function<const char*(const char*)>& variable) {
  const char* machine = variable("MACHINE");
  const char* arch = machine == nullptr ? nullptr : variable("MACHINE_ARCH");
  const char* source = arch == nullptr ? nullptr : variable("SB_SRC");
  const char* objroot = source == nullptr ? nullptr : variable("SB_OBJROOT");
  config.machine = machine == nullptr ? "" : machine;
  if (source != nullptr && *source != '\0') {
    config.srctops.emplace_back(source);
  }
  if (objroot != nullptr && *objroot != '\0') {
    config.objroots.emplace_back(objroot);
  }
}

void set_option(Config& config, char option, const std::string& value) {
  switch (option) {
  case 'S':
    return add_unique(config.srctops, value);
  case 'O':
    return add_unique(config.objroots, value);
  case 'X':
    return add_unique(config.excludes, value);
  case 'C':
    config.curdir = value;
    break;
  case 'R':
    config.reldir = value;
    break;
  case 'm':
    config.machine = value;
    break;
  case 'D':
    config.dpdeps = value;
    break;
  case 'H':
    config.host_target = value;
    break;
  case 'T':
    config.target_spec = value;
    break;
  case 'd':
    ++config.debug;
    break;
  case 'q':
    config.quiet = true;
    break;
  default: // -a: the architecture is taken and not used
    break;
  }
}

/// "-mfoo -q -- ..." up to the first other argument; gives the index behind the options.
mmk::Result<std::size_t> take_options(Config& config, const std::vector<std::string>& arguments) {
  std::size_t i = 0;
  for (; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "--") {
      return i + 1;
    }
    if (word.size() < 2 || word[0] != '-') {
      return i;
    }
    if (word.starts_with("--")) {
      const std::string_view name = std::string_view(word).substr(2);
      return fail(Errc::invalid_argument,
                  fmt::format("option --{} not recognized", name.substr(0, name.find('='))));
    }
    for (std::size_t at = 1; at < word.size(); ++at) {
      const char option = word[at];
      if (k_flags.find(option) != std::string_view::npos) {
        set_option(config, option, "");
        continue;
      }
      if (k_with_value.find(option) == std::string_view::npos) {
        return fail(Errc::invalid_argument, fmt::format("option -{} not recognized", option));
      }
      const bool joined = at + 1 < word.size();
      if (!joined && ++i == arguments.size()) {
        return fail(Errc::invalid_argument, fmt::format("option -{} requires argument", option));
      }
      set_option(config, option, joined ? word.substr(at + 1) : arguments[i]);
      break;
    }
  }
  return i;
}

void set_variable(Config& config, const std::string& name, const std::string& value) {
  if (name == "SRCTOP" || name == "SRCTOPS") {
    add_unique(config.srctops, value);
  } else if (name == "OBJROOT" || name == "OBJROOTS") {
    add_unique(config.objroots, value);
  } else if (name == "EXCLUDES") {
    // A string where a list is expected: each of its characters is an exclude of its own.
    config.excludes.clear();
    for (const char c : value) {
      config.excludes.emplace_back(1, c);
    }
  } else if (name == "MACHINE") {
    config.machine = value;
  } else if (name == "CURDIR") {
    config.curdir = value;
  } else if (name == "RELDIR") {
    config.reldir = value;
  } else if (name == "HOST_TARGET") {
    config.host_target = value;
  } else if (name == "TARGET_SPEC") {
    config.target_spec = value;
  } else if (name == "DPDEPS") {
    config.dpdeps = value;
  }
}

/// The words of an @LIST file.
mmk::Result<std::vector<std::string>> read_list(fs::FileSystem& disk, const std::string& name) {
  MMK_TRY_ASSIGN(const std::string text, disk.read(name));
  std::vector<std::string> words;
  for (const std::string_view word : split_words(text)) {
    words.emplace_back(word);
  }
  return words;
}

} // namespace

mmk::Result<Invocation> parse_arguments(const std::vector<std::string>& arguments,
                                        const std::function<const char*(const char*)>& variable) {
  Invocation invocation;
  defaults(invocation.config, variable);
  MMK_TRY_ASSIGN(std::size_t i, take_options(invocation.config, arguments));
  for (; i < arguments.size(); ++i) {
    // Equals signs may stand in the value, and in a path that is no assignment at all.
    const std::size_t equals = arguments[i].find('=');
    if (equals == std::string::npos || equals == 0 || arguments[i].find('/') < equals) {
      break;
    }
    set_variable(invocation.config, arguments[i].substr(0, equals),
                 arguments[i].substr(equals + 1));
  }
  invocation.files.assign(arguments.begin() + static_cast<std::ptrdiff_t>(i), arguments.end());
  return invocation;
}

mmk::Result<Result> run(fs::FileSystem& disk, Invocation invocation) {
  const bool quiet = invocation.config.quiet;
  const std::string dpdeps = invocation.config.dpdeps;
  Collector collector(disk, std::move(invocation.config));
  bool any = false;
  const auto add = [&](const std::string& name) -> mmk::Result<> {
    if (!disk.stat(name).exists()) {
      return {};
    }
    any = true;
    return collector.add_file(name);
  };
  for (const std::string& file : invocation.files) {
    if (file.ends_with(".meta")) {
      MMK_TRY(add(file));
    } else if (file.starts_with('@')) {
      MMK_TRY_ASSIGN(const std::vector<std::string> names, read_list(disk, file.substr(1)));
      for (const std::string& name : names) {
        MMK_TRY(add(name));
      }
    }
  }
  Result result;
  result.debug = collector.debug_text();
  if (any && !quiet) {
    result.output = collector.output();
    if (!dpdeps.empty()) {
      MMK_TRY(disk.write_atomically(dpdeps, collector.file_depends()));
    }
  }
  return result;
}

} // namespace mmk::meta2deps
