#include "base/result.hpp"

#include <cerrno>
#include <system_error>

namespace mmk {

namespace {

Errc code_of(int sys_errno) {
  switch (sys_errno) {
  case ENOENT:
  case ENOTDIR:
    return Errc::not_found;
  case EACCES:
  case EPERM:
    return Errc::permission;
  case EINTR:
    return Errc::interrupted;
  case ENOSYS:
  case EOPNOTSUPP:
    return Errc::unsupported;
  case EINVAL:
    return Errc::invalid_argument;
  default:
    return Errc::io_error;
  }
}

} // namespace

tl::unexpected<Error> fail_errno(int sys_errno, std::string what) {
  what += ": ";
  what += std::generic_category().message(sys_errno);
  return fail(code_of(sys_errno), std::move(what), sys_errno);
}

} // namespace mmk
