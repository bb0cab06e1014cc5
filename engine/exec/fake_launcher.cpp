#include "exec/fake_launcher.hpp"

#include <algorithm>

namespace mmk::exec {

namespace {

std::string text_of(const JobSpec& spec) {
  if (spec.has_input) {
    return spec.input;
  }
  const auto& argv = spec.command.argv;
  if (argv.size() == 3 && argv[1].starts_with('-')) {
    return argv[2]; // sh -c TEXT
  }
  std::string text;
  for (const std::string& word : argv) {
    text += (text.empty() ? "" : " ") + word;
  }
  return text;
}

} // namespace

Result<JobId> FakeLauncher::start(const JobSpec& spec) {
  const std::string text = text_of(spec);
  started.push_back(text);
  specs.push_back(spec);
  const Answer answer = m_script ? m_script(text, spec) : Answer{};
  const JobId id(m_next++);
  if (!answer.output.empty() && spec.capture) {
    Event output;
    output.kind = Event::Kind::output;
    output.job = id;
    output.bytes = answer.output;
    m_events.push_back(std::move(output));
  }
  Event end;
  end.kind = Event::Kind::finished;
  end.job = id;
  end.outcome.wait_status = answer.status << 8; // as wait(2) packs an exit status
  end.outcome.records = answer.records;
  m_events.push_back(std::move(end));
  most_running = std::max(most_running, ++m_running);
  return id;
}

Event FakeLauncher::wait(int /*token_fd*/) {
  if (m_events.empty()) {
    return {};
  }
  Event event = std::move(m_events.front());
  m_events.pop_front();
  if (event.kind == Event::Kind::finished) {
    --m_running;
  }
  return event;
}

} // namespace mmk::exec
