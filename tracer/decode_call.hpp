// What the decode functions share: one caught call, and the names its arguments lead to. The
// functions themselves stand by topic in decode_reads.cpp, decode_names.cpp and decode_process.cpp.
#pragma once

#include "tracer/decode.hpp"

#include <fcntl.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mmk::tracer {

/// What /proc says behind the name of an open file that has none any more, or none yet.
inline constexpr std::string_view k_deleted = " (deleted)";

/// One caught call while it is being decoded.
struct Context {
  Decoder& decoder;
  Thread& thread;
  const Syscall& call;
  PendingCall& pending;

  [[nodiscard]] std::uint64_t arg(std::int8_t position) const {
    return pending.args.at(static_cast<std::size_t>(position));
  }
  [[nodiscard]] int fd_arg(std::int8_t position) const {
    return position < 0 ? AT_FDCWD : static_cast<int>(static_cast<std::uint32_t>(arg(position)));
  }
  [[nodiscard]] std::uint64_t flag_arg() const {
    return call.flags < 0 ? 0 : arg(call.flags) & 0xffffffffU;
  }
};

[[nodiscard]] std::optional<std::string> read_path(const Context& context, std::int8_t position);
/// The name of an open descriptor's file, if it has one.
[[nodiscard]] std::optional<std::string> fd_name(const Thread& thread, int fd);
/// The name to record for `path` as given together with `dirfd`.
[[nodiscard]] std::optional<std::string> recorded_name(const Thread& thread, int dirfd,
                                                       const std::string& path);
[[nodiscard]] std::optional<std::string> recorded_arg(const Context& context, std::int8_t dirfd,
                                                      std::int8_t position);
/// Enters a call that names one path and must be seen to succeed.
[[nodiscard]] Next one_path(Context& context);
void nothing_to_leave(Context& context, std::int64_t result);

struct Handler {
  Next (*enter)(Context&);
  void (*leave)(Context&, std::int64_t);
};

namespace handlers {
// decode_reads.cpp
extern const Handler open;
extern const Handler open_how;
extern const Handler open_handle;
extern const Handler create;
extern const Handler look_up;
extern const Handler execute;
// decode_names.cpp
extern const Handler change_dir;
extern const Handler change_dir_fd;
extern const Handler make;
extern const Handler remove;
extern const Handler rename;
extern const Handler link;
extern const Handler symlink;
extern const Handler truncate;
extern const Handler list;
// decode_process.cpp
extern const Handler credentials;
extern const Handler change_root;
extern const Handler end; ///< of what the back ends see to themselves
extern const Handler own_filter;
extern const Handler trace_other;
extern const Handler refuse;
} // namespace handlers

} // namespace mmk::tracer
