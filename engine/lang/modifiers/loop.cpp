// :@variable@body@, one expansion of the body per word.
#include "lang/expander.hpp"
#include "lang/modifiers/each_word.hpp"
#include "lang/modifiers/table.hpp"

namespace mmk::lang::modifiers {

namespace {

class LoopBody {
public:
  LoopBody(Evaluation& evaluation, const Modifier& modifier)
      : m_evaluation(&evaluation), m_modifier(&modifier),
        m_id(modifier.literal.empty()
                 ? Name()
                 : evaluation.variables().id_of(evaluation.scope(), modifier.literal)),
        m_mode(without_keep_dollar(evaluation.mode())) {}

  void operator()(std::string_view word, WordJoiner& joiner) {
    if (word.empty()) {
      return;
    }
    Evaluation& evaluation = *m_evaluation;
    set_variable(word);
    m_result.clear();
    evaluation.expander().expand(*m_modifier->second, evaluation.scope(), m_mode, m_result);
    if (evaluation.debug().on(Debug::var)) {
      evaluation.debug().print("ModifyWord_Loop: in \"{}\", replace \"{}\" with \"{}\" to \"{}\"\n",
                               word, m_modifier->literal, m_modifier->second->source, m_result);
    }
    if (m_result.starts_with('\n') || joiner.ends_with('\n')) {
      joiner.join_next();
    }
    joiner.add(m_result);
  }

private:
  void set_variable(std::string_view word) {
    Evaluation& evaluation = *m_evaluation;
    if (m_id.valid()) {
      evaluation.variables().set(evaluation.scope(), m_id, m_modifier->literal, word,
                                 {.no_export = true});
    } else {
      evaluation.variables().set(evaluation.scope(), "", word); // says that it is ignored
    }
  }

  Evaluation* m_evaluation;
  const Modifier* m_modifier;
  Name m_id;
  EvalMode m_mode;
  std::string m_result;
};

Outcome apply_loop(Evaluation& evaluation, const Modifier& modifier) {
  evaluation.log_part(modifier.literal);
  evaluation.log_part(modifier.second->source);
  each_word(evaluation, evaluation.single_word(), ' ', LoopBody(evaluation, modifier));
  evaluation.variables().remove(evaluation.scope(), modifier.literal);
  return Outcome::ok;
}

Outcome apply_dollar_in_name(Evaluation& evaluation, const Modifier& modifier) {
  evaluation.log_part(modifier.literal);
  evaluation.diag().parse(
      Level::fatal,
      "In the :@ modifier of \"{}\", the variable name \"{}\" must not contain a dollar",
      evaluation.name(), modifier.literal);
  return Outcome::failed;
}

} // namespace

Parsed read_loop(Compiler& compiler, Modifier& modifier, std::uint32_t& pos) {
  ++pos;
  const std::optional<std::string_view> name = compiler.raw_part(pos, '@');
  if (!name) {
    return compiler.unfinished(modifier, '@');
  }
  modifier.literal = *name;
  if (name->find('$') != std::string_view::npos) {
    modifier.apply = apply_dollar_in_name;
    modifier.fault = true;
    modifier.end = pos;
    return Parsed::fault;
  }
  const std::optional<std::string_view> body = compiler.raw_part(pos, '@');
  if (!body) {
    return compiler.unfinished(modifier, '@');
  }
  modifier.second = compiler.own_text(*body);
  modifier.arguments = Arguments::own;
  modifier.apply = apply_loop;
  return Parsed::ok;
}

} // namespace mmk::lang::modifiers
