#include "report/json_sink.hpp"

#include "base/json_writer.hpp"

namespace mmk::report {

void JsonSink::text(std::string_view kind, std::string_view bytes) {
  JsonWriter json;
  json.begin_object().field("event", kind).field("text", bytes).end_object();
  m_to->out(json.take() + "\n");
}

void JsonSink::job(const JobEvent& event) {
  const bool finished = event.kind == JobEvent::Kind::finished;
  JsonWriter json;
  json.begin_object().field("event", finished ? "finished" : "started");
  json.field("target", event.target);
  if (!event.why.empty()) {
    json.field("why", event.why);
  }
  if (!event.meta_file.empty()) {
    json.field("meta", event.meta_file);
  }
  if (finished) {
    json.field("status", std::int64_t{event.exit_status}).field("elapsed_ns", event.elapsed_ns);
  }
  json.end_object();
  m_to->out(json.take() + "\n");
  m_to->flush(); // whoever reads along wants it now
}

void JsonSink::progress(const ProgressEvent& event) {
  JsonWriter json;
  json.begin_object()
      .field("event", "progress")
      .field("done", std::int64_t{event.done})
      .field("total", std::int64_t{event.total})
      .field("running", std::int64_t{event.running})
      .field("failed", std::int64_t{event.failed});
  if (event.left_ns > 0) {
    json.field("left_ns", event.left_ns);
  }
  json.end_object();
  m_to->out(json.take() + "\n");
}

} // namespace mmk::report
