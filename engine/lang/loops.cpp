#include "lang/chars.hpp"
#include "lang/interpreter.hpp"

namespace mmk::lang {

namespace {

bool is_word(std::string_view text, std::string_view word) {
  return text.starts_with(word) && (text.size() == word.size() || is_space(text[word.size()]));
}

} // namespace

/// Carries out `text` if it is .for or a stray .endfor.
bool Interpreter::loop(std::string_view text) {
  if (is_word(text, "endfor")) {
    diag().parse(Level::fatal, "for-less endfor");
    return true;
  }
  if (text.size() < 4 || !is_word(text, "for")) {
    return false;
  }
  const ForHead head = parse_for_head(text.substr(3));
  switch (head.problem) {
  case ForHead::Problem::no_in:
    diag().parse(Level::fatal, "missing `in' in for");
    break;
  case ForHead::Problem::no_variables:
    diag().parse(Level::fatal, "no iteration variables in for");
    break;
  case ForHead::Problem::none:
    run_loop(head);
  }
  return true;
}

void Interpreter::run_loop(const ForHead& head) {
  auto loop = std::make_unique<ForLoop>(
      head.variables, m_variables->expand(head.items, m_variables->global(), EvalMode::eval));
  const bool fits = loop->fits();
  if (!fits) {
    diag().parse(Level::fatal,
                 "Wrong number of words ({}) in .for substitution list with {} variables",
                 loop->item_count(), loop->variable_count());
  }
  const int head_line = m_inputs.raw().line;
  const int lines_before_body = m_inputs.top().reader.lines_read();
  const std::string_view body = collect_body();
  if (!fits || loop->item_count() == 0 || is_too_deep()) {
    return;
  }
  loop->set_body(body);
  m_inputs.push_loop(std::move(loop), head_line, lines_before_body, m_conditions.depth());
}

/// Skips to the matching .endfor. Only lines that begin with '.' can matter; a directive with a
/// line break behind its dot is not seen (directive-for.mk).
std::string_view Interpreter::collect_body() {
  LineReader& reader = m_inputs.top().reader;
  const bool log = context().debug.on(Debug::for_loop);
  const std::size_t begin = reader.position();
  int depth = 1;
  std::string_view line;
  for (;;) {
    const ReadStatus status = reader.next(LineMode::loop_body, line);
    if (status != ReadStatus::line) {
      if (status == ReadStatus::zero_byte) {
        diag().parse(Level::fatal, "Zero byte read from file");
      }
      diag().parse(Level::fatal, "Unexpected end of file in .for loop");
      return reader.bytes().substr(begin, reader.position() - begin);
    }
    const std::string_view text = trim_left(line.substr(1));
    if (is_word(text, "endfor")) {
      if (log) {
        context().debug.print("For: end for {}\n", depth);
      }
      if (--depth == 0) {
        return reader.bytes().substr(begin, reader.line_begin() - begin);
      }
    } else if (text.size() > 3 && is_word(text, "for")) {
      ++depth;
      if (log) {
        context().debug.print("For: new loop {}\n", depth);
      }
    }
  }
}

} // namespace mmk::lang
