#include "lang/assignment.hpp"

#include "lang/chars.hpp"

#include <algorithm>

namespace mmk::lang {

namespace {

bool starts_sunsh(std::string_view line, std::size_t colon) {
  return line.substr(colon).starts_with(":sh");
}

/// Splits at the '=' found: the operator before it, the name (which ends at the first blank if
/// there is one) and the value behind.
Assignment split_at(std::string_view line, std::size_t equals, std::size_t first_blank) {
  Assignment assignment;
  assignment.value = trim_left(line.substr(equals + 1));
  std::size_t end = equals;
  switch (equals > 0 ? line[equals - 1] : '\0') {
  case '+':
    assignment.op = AssignOp::append;
    --end;
    break;
  case '?':
    assignment.op = AssignOp::if_unset;
    --end;
    break;
  case ':':
    assignment.op = AssignOp::expand;
    --end;
    break;
  case '!':
    assignment.op = AssignOp::shell;
    --end;
    break;
  default:
    if (trim_right(line.substr(0, equals)).ends_with(":sh")) {
      assignment.op = AssignOp::shell;
      end = trim_right(line.substr(0, equals)).size() - 3;
    }
  }
  assignment.name = line.substr(0, std::min(end, first_blank));
  return assignment;
}

} // namespace

std::optional<Assignment> find_assignment(std::string_view line) {
  while (!line.empty() && is_hspace(line.front())) {
    line.remove_prefix(1);
  }
  std::size_t first_blank = std::string_view::npos;
  int level = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '(' || c == '{') {
      ++level;
    } else if (c == ')' || c == '}') {
      --level;
    } else if (level != 0) {
      continue;
    } else if (is_hspace(c)) {
      first_blank = std::min(first_blank, at);
    } else if (c == ':' && starts_sunsh(line, at)) {
      at += 2;
    } else if (c == '=') {
      return split_at(line, at, first_blank);
    } else if (std::string_view("+?:!").find(c) != std::string_view::npos && at + 1 < line.size() &&
               line[at + 1] == '=') {
      return split_at(line, at + 1, first_blank);
    } else if (first_blank != std::string_view::npos) {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

namespace {

void assign_expanded(Variables& variables, Scope& scope, const Assignment& assignment) {
  // The variable must exist while its own value is expanded, so that a reference to itself does not
  // stay in it for ever.
  if (!variables.exists_expand(scope, assignment.name)) {
    variables.set_expand(scope, assignment.name, "");
  }
  variables.set_expand(
      scope, assignment.name,
      variables.expand(assignment.value, scope, EvalMode::eval_keep_dollar_and_undefined));
}

void assign_output(Variables& variables, Scope& scope, const Assignment& assignment) {
  const bool has_expressions = assignment.value.find('$') != std::string_view::npos;
  const std::string command =
      has_expressions
          ? variables.expand(assignment.value, variables.cmdline(), EvalMode::eval_undef_error)
          : std::string(assignment.value);
  const ShellResult result = variables.capture(command);
  variables.set_expand(scope, assignment.name, result.output);
  if (!result.error.empty()) {
    variables.context().diag.parse(Level::warning, "{}", result.error);
  }
}

} // namespace

bool assign(Variables& variables, Scope& scope, const Assignment& assignment) {
  const bool lint = variables.context().options.lint;
  if (lint && assignment.op != AssignOp::expand &&
      assignment.value.find('$') != std::string_view::npos) {
    // Only for the messages about malformed expressions, while the line is known.
    (void)variables.expand(assignment.value, variables.cmdline(), EvalMode::parse_only);
  }
  switch (assignment.op) {
  case AssignOp::append:
    variables.append_expand(scope, assignment.name, assignment.value);
    break;
  case AssignOp::expand:
    assign_expanded(variables, scope, assignment);
    break;
  case AssignOp::shell:
    assign_output(variables, scope, assignment);
    break;
  case AssignOp::if_unset:
    if (variables.exists_expand(scope, assignment.name)) {
      return false;
    }
    [[fallthrough]];
  case AssignOp::set:
    variables.set_expand(scope, assignment.name, assignment.value);
  }
  return true;
}

} // namespace mmk::lang
