#include "lang/input_stack.hpp"

#include "fs/paths.hpp"

namespace mmk::lang {

namespace {

constexpr std::string_view k_stdin = "(stdin)";
constexpr std::size_t k_max_trace = 30; ///< levels that are shown under a message

bool is_shown_as_given(std::string_view name) {
  return fs::is_absolute(name) || name == k_stdin;
}

} // namespace

void InputStack::push_file(std::string_view name, std::string bytes, std::size_t base_conditions,
                           bool is_depend) {
  Context& context = m_variables->context();
  auto input = std::make_unique<Input>();
  input->name = context.names.text(context.names.intern(name));
  input->reader.restart(std::move(bytes), 0);
  input->base_conditions = base_conditions;
  input->is_depend = is_depend;
  remember_makefile(name);
  if (context.debug.on(Debug::parse)) {
    context.debug.print("Parse_PushInput: file {}, line 1\n", name);
  }
  m_inputs.push_back(std::move(input));
  set_file_variables();
}

void InputStack::push_loop(std::unique_ptr<ForLoop> loop, int head_line, int lines_before_body,
                           std::size_t base_conditions) {
  Context& context = m_variables->context();
  auto input = std::make_unique<Input>();
  input->name = top().name;
  input->loop = std::move(loop);
  input->head_line = head_line;
  input->lines_before_body = lines_before_body;
  input->base_conditions = base_conditions;
  input->is_depend = top().is_depend;
  input->reader.set_line_number(head_line);
  if (context.debug.on(Debug::parse)) {
    context.debug.print("Parse_PushInput: .for loop in {}, line {}\n", input->name, head_line);
  }
  m_inputs.push_back(std::move(input));
  (void)next_turn();
  set_file_variables();
}

bool InputStack::next_turn() {
  Input& input = top();
  if (input.loop == nullptr) {
    return false;
  }
  int newlines = 0;
  std::optional<std::string> text = input.loop->next_turn(newlines);
  if (!text) {
    return false;
  }
  Context& context = m_variables->context();
  for (; newlines > 0; --newlines) {
    context.diag.parse(Level::fatal, "newline in .for value");
  }
  if (context.debug.on(Debug::for_loop)) {
    context.debug.print("For: loop body:\n{}", *text);
  }
  input.reader.restart(*std::move(text), input.lines_before_body);
  return true;
}

bool InputStack::pop() {
  m_inputs.pop_back();
  Context& context = m_variables->context();
  if (m_inputs.empty()) {
    Scope& global = m_variables->global();
    for (const std::string_view name :
         {".PARSEDIR", ".PARSEFILE", ".INCLUDEDFROMDIR", ".INCLUDEDFROMFILE"}) {
      m_variables->remove(global, name);
    }
    return false;
  }
  if (context.debug.on(Debug::parse)) {
    context.debug.print("ParseEOF: returning to file {}, line {}\n", top().name,
                        top().reader.lines_read() + 1);
  }
  set_file_variables();
  return true;
}

void InputStack::clear() {
  while (!m_inputs.empty()) {
    m_inputs.pop_back();
  }
}

/// .MAKE.MAKEFILES lists each file once.
void InputStack::remember_makefile(std::string_view name) {
  constexpr std::string_view k_list = ".MAKE.MAKEFILES";
  Scope& global = m_variables->global();
  const std::optional<std::string> known = m_variables->value(global, k_list);
  const std::string_view list = known ? std::string_view(*known) : std::string_view();
  for (std::size_t at = list.find(name); at != std::string_view::npos;
       at = list.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || list[at - 1] == ' ') && (end == list.size() || list[end] == ' ')) {
      return;
    }
  }
  m_variables->append(global, k_list, name);
}

const Input* InputStack::including_file() const {
  for (std::size_t i = m_inputs.size(); i-- > 1;) {
    if (m_inputs[i]->loop == nullptr) {
      return m_inputs[i - 1].get();
    }
  }
  return nullptr;
}

void InputStack::set_pair(std::string_view file, std::string_view dir_name,
                          std::string_view file_name) {
  Scope& global = m_variables->global();
  const std::size_t slash = file.rfind('/');
  if (slash == std::string_view::npos) {
    const std::optional<std::string> curdir = m_variables->value(global, ".CURDIR");
    m_variables->set(global, dir_name,
                     curdir ? *curdir : m_variables->context().files.file_system().cwd());
    m_variables->set(global, file_name, file);
  } else {
    m_variables->set(global, dir_name, file.substr(0, slash));
    m_variables->set(global, file_name, file.substr(slash + 1));
  }
  DebugLog& debug = m_variables->context().debug;
  if (debug.on(Debug::parse)) {
    debug.print("SetFilenameVars: ${{{}}} = `{}' ${{{}}} = `{}'\n", dir_name,
                m_variables->value(global, dir_name).value_or(""), file_name,
                m_variables->value(global, file_name).value_or(""));
  }
}

void InputStack::set_file_variables() {
  set_pair(top().name, ".PARSEDIR", ".PARSEFILE");
  if (const Input* const includer = including_file()) {
    set_pair(includer->name, ".INCLUDEDFROMDIR", ".INCLUDEDFROMFILE");
    return;
  }
  m_variables->remove(m_variables->global(), ".INCLUDEDFROMDIR");
  m_variables->remove(m_variables->global(), ".INCLUDEDFROMFILE");
}

Location InputStack::raw() const {
  if (m_inputs.empty()) {
    return {};
  }
  return {top().name, top().reader.line_number()};
}

Location InputStack::shown() const {
  Location where = raw();
  if (m_inputs.empty() || is_shown_as_given(where.file)) {
    return where;
  }
  // A makefile may lie about where it is: the variables decide (varname-dot-parsedir.mk).
  Scope& global = m_variables->global();
  std::string dir = m_variables->value(global, ".PARSEDIR").value_or(".");
  if (!fs::is_absolute(dir)) {
    dir = real_name(dir);
  }
  const std::optional<std::string> file = m_variables->value(global, ".PARSEFILE");
  NameTable& names = m_variables->context().names;
  where.file = names.text(names.intern(
      fmt::format("{}/{}", dir, file ? std::string_view(*file) : fs::basename(where.file))));
  return where;
}

/// Looked up once per name: a message in a deep recursion names the same file many times.
const std::string& InputStack::real_name(std::string_view name) const {
  const auto [known, is_new] = m_real_names.try_emplace(std::string(name), name);
  if (is_new) {
    if (auto real = m_variables->context().files.file_system().realpath(known->first)) {
      known->second = *std::move(real);
    }
  }
  return known->second;
}

std::string InputStack::trace(bool including_innermost) const {
  std::string text;
  std::size_t count = m_inputs.size();
  if (!including_innermost && count > 0 && m_inputs.back()->loop == nullptr) {
    --count; // the message itself says it
  }
  // In an endless recursion each of thousands of levels may have a message of its own.
  const std::size_t last = count > k_max_trace ? count - k_max_trace : 0;
  for (std::size_t i = count; i-- > last;) {
    const Input& input = *m_inputs[i];
    const std::string name =
        is_shown_as_given(input.name) ? std::string(input.name) : real_name(input.name);
    if (input.loop != nullptr) {
      text += fmt::format("\tin .for loop from {}:{} with {}\n", name, input.head_line,
                          input.loop->describe());
    } else if (i + 1 == m_inputs.size() || m_inputs[i + 1]->loop == nullptr) {
      text += fmt::format("\tin {}:{}\n", name, input.reader.line_number());
    } // else: the loop's own line says where
  }
  if (last > 0) {
    text += fmt::format("\t({} more levels)\n", last);
  }
  return text;
}

} // namespace mmk::lang
