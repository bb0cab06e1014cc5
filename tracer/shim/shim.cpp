// The preloaded library of the back end "shim". It stands in front of the C library's functions
// that open or remove files or ask about names, and tells of each call through shared memory
// instead of letting the tracer stop it. Whatever it cannot tell faithfully it does with an
// ordinary system call, which the filter stops as ever; so does every program that gets round it.
//
// Runs inside any program, in signal handlers, in vfork's children, before and after main: it
// allocates nothing, takes no lock, needs no other library, and touches errno only on failure. Not
// to be taken for an example of the house style: C's signatures, and one global, which the dynamic
// loader's constructor sets once.
#include "tracer/shim_protocol.hpp"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <cstdio>

#define MMK_INTERPOSED extern "C" __attribute__((visibility("default")))

extern "C" {
// Of the GNU C library; the weak ones are not in every version.
int* __errno_location() noexcept;
__attribute__((weak)) int __open64(const char*, int, ...);
__attribute__((weak)) int __openat64_2(int, const char*, int);
FILE* _IO_fopen(const char*, const char*);
extern char __libc_single_threaded __attribute__((weak));
}

namespace {

using namespace mmk::tracer::shim;

struct Attached {
  char* page = nullptr;
  Ring* ring = nullptr;
};
constinit Attached g_attached; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

struct Arguments {
  long a = 0;
  long b = 0;
  long c = 0;
  long d = 0;
  long e = 0;
  long f = 0;
};

long as_long(const void* pointer) {
  return reinterpret_cast<long>(pointer);
}

/// An ordinary call.
long plain_call(long number, const Arguments& args) {
  long result = number;
  register long r10 asm("r10") = args.d;
  register long r8 asm("r8") = args.e;
  register long r9 asm("r9") = args.f;
  asm volatile("syscall"
               : "+a"(result)
               : "D"(args.a), "S"(args.b), "d"(args.c), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  return result;
}

/// The same from the page that the filter lets pass. (Compiled without a red zone, which the return
/// address would overwrite.)
long passing_call(const char* page, long number, const Arguments& args) {
  long result = number;
  register long r10 asm("r10") = args.d;
  register long r8 asm("r8") = args.e;
  asm volatile("call *%[page]"
               : "+a"(result)
               : "D"(args.a), "S"(args.b), "d"(args.c), "r"(r10), "r"(r8), [page] "r"(page)
               : "rcx", "r11", "memory");
  return result;
}

long returned(long result) {
  constexpr long k_last_error = -4095;
  if (result < 0 && result >= k_last_error) {
    *__errno_location() = static_cast<int>(-result);
    return -1;
  }
  return result;
}

/// Null if there is no room: the ordinary call that follows has the tracer empty the ring.
Slot* take_slot(Ring& ring, std::uint64_t& position) {
  position = ring.head.load(std::memory_order_relaxed);
  for (;;) {
    Slot& slot = ring.slots[position % k_slots];
    const std::uint64_t turn = slot.turn.load(std::memory_order_acquire);
    if (turn == position) {
      if (ring.head.compare_exchange_weak(position, position + 1, std::memory_order_relaxed)) {
        return &slot;
      }
    } else if (turn < position) {
      return nullptr;
    } else {
      position = ring.head.load(std::memory_order_relaxed);
    }
  }
}

/// The kernel reads the mask before it finds that there is no such way to use it.
bool is_readable(const char* address) {
  constexpr long k_no_way = -1;
  constexpr long k_mask_size = 8;
  const long mask = as_long(address) & -k_mask_size;
  return mask != 0 && // which would mean: no mask
         plain_call(SYS_rt_sigprocmask, {k_no_way, mask, 0, k_mask_size}) != -EFAULT;
}

/// How much of a path is to be told; 0 if the call must be an ordinary one. Where there is no
/// memory the kernel says so, as it would have without us.
std::size_t length_to_tell(int dirfd, const char* path) {
  if (!is_readable(path) || (dirfd != AT_FDCWD && path[0] != '/')) {
    return 0;
  }
  std::size_t length = 0;
  while (path[length] != '\0') {
    ++length;
    const bool enters_page = as_long(path + length) % static_cast<long>(k_page_size) == 0;
    if (length > k_longest_path || (enters_page && !is_readable(path + length))) {
      return 0;
    }
  }
  return mmk::tracer::depends_on_asker({path, length}) ? 0 : length;
}

bool is_enabled() {
  return g_attached.page != nullptr &&
         *reinterpret_cast<const volatile std::uint32_t*>(g_attached.page + k_enabled_offset) != 0;
}

enum class Watched : std::uint8_t { open, look_up, change };

struct Told {
  int dirfd;
  const char* path;
  Watched what;
  int flags = 0;                   ///< of open(2), or how the name was looked up
  const struct stat* st = nullptr; ///< where the call itself leaves what it learns
};

/// Whether the call, which gave `result`, was about a directory.
bool leads_to_directory(const Told& told, long result) {
  struct stat st;
  switch (told.what) {
  case Watched::open:
    return (told.flags & (O_PATH | O_DIRECTORY)) == 0 &&
           plain_call(SYS_fstat, {result, as_long(&st)}) == 0 && S_ISDIR(st.st_mode);
  case Watched::look_up:
    if (told.st != nullptr) {
      return S_ISDIR(told.st->st_mode);
    }
    return passing_call(g_attached.page, SYS_newfstatat,
                        {told.dirfd, as_long(told.path), as_long(&st),
                         told.flags & AT_SYMLINK_NOFOLLOW}) == 0 &&
           S_ISDIR(st.st_mode);
  case Watched::change:
    break;
  }
  return false;
}

long watched_call(long number, const Arguments& args, const Told& told) {
  if (!is_enabled() || (told.what == Watched::look_up && g_attached.ring->look_ups == 0)) {
    return returned(plain_call(number, args));
  }
  std::uint64_t position = 0;
  const std::size_t length = length_to_tell(told.dirfd, told.path);
  Slot* slot = length > 0 ? take_slot(*g_attached.ring, position) : nullptr;
  if (slot == nullptr) {
    return returned(plain_call(number, args));
  }
  slot->process = static_cast<std::uint32_t>(plain_call(SYS_getpid, {}));
  slot->number = static_cast<std::uint32_t>(number);
  slot->flags = static_cast<std::uint32_t>(told.flags);
  slot->directory = 0;
  slot->length = static_cast<std::uint16_t>(length);
  for (std::size_t i = 0; i < length; ++i) {
    slot->path[i] = told.path[i];
  }
  slot->prepared.store(1, std::memory_order_release);
  const long result = passing_call(g_attached.page, number, args);
  slot->result = static_cast<std::int32_t>(result);
  if (result >= 0) {
    slot->directory = leads_to_directory(told, result) ? 1 : 0;
  }
  slot->turn.store(position + 1, std::memory_order_release);
  return returned(result);
}

// ---- opening

bool is_alone() {
  return &__libc_single_threaded != nullptr && __libc_single_threaded != 0;
}

bool has_mode(int flags) {
  return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
}

/// Another thread may cancel this one while it waits in open(2): only the C library can do that.
int cancellable_open(int dirfd, const char* path, int flags, mode_t mode) {
  if (dirfd == AT_FDCWD && __open64 != nullptr) {
    return __open64(path, flags, mode);
  }
  if (!has_mode(flags) && __openat64_2 != nullptr) {
    return __openat64_2(dirfd, path, flags);
  }
  return static_cast<int>(
      returned(plain_call(SYS_openat, {dirfd, as_long(path), flags, static_cast<long>(mode)})));
}

int open_at(int dirfd, const char* path, int flags, mode_t mode) {
  if (!is_alone() || (flags & O_TMPFILE) == O_TMPFILE) {
    return cancellable_open(dirfd, path, flags, mode);
  }
  return static_cast<int>(
      watched_call(SYS_openat, {dirfd, as_long(path), flags, static_cast<long>(mode)},
                   {.dirfd = dirfd, .path = path, .what = Watched::open, .flags = flags}));
}

/// The optional argument, which is there only if the flags say so.
#define MMK_MODE_AFTER(flags)                                                                      \
  mode_t mode = 0;                                                                                 \
  if (has_mode(flags)) {                                                                           \
    va_list list;                                                                                  \
    va_start(list, flags);                                                                         \
    mode = va_arg(list, mode_t);                                                                   \
    va_end(list);                                                                                  \
  }

/// The flags of open(2) for what fopen(3) is asked for; -1 for the rarer wishes.
int flags_of_stream(const char* mode) {
  constexpr int longest = 6;
  int flags = *mode == 'r' ? O_RDONLY : *mode == 'w' ? O_WRONLY | O_CREAT | O_TRUNC : -1;
  for (int i = 1; flags >= 0 && mode[i] != '\0'; ++i) {
    if (i > longest) {
      return -1;
    }
    switch (mode[i]) {
    case '+':
      flags = (flags & ~O_ACCMODE) | O_RDWR;
      break;
    case 'e':
      flags |= O_CLOEXEC;
      break;
    case 'x':
      flags |= O_EXCL;
      break;
    case 'b':
      break;
    default:
      flags = -1;
      break;
    }
  }
  return flags;
}

/// The C library opens a stream's file by a call of its own, which nothing can stand in front of.
FILE* open_stream(const char* path, const char* mode) {
  const int flags = is_enabled() && is_alone() ? flags_of_stream(mode) : -1;
  if (flags < 0) {
    return _IO_fopen(path, mode);
  }
  const int fd =
      open_at(AT_FDCWD, path, flags, S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH);
  FILE* stream = fd >= 0 ? fdopen(fd, mode) : nullptr;
  if (fd >= 0 && stream == nullptr) {
    plain_call(SYS_close, {fd});
  }
  return stream;
}

// ---- asking

int stat_at(int dirfd, const char* path, const struct stat* st, int flags) {
  return static_cast<int>(watched_call(
      SYS_newfstatat, {dirfd, as_long(path), as_long(st), flags},
      {.dirfd = dirfd, .path = path, .what = Watched::look_up, .flags = flags, .st = st}));
}

/// What the C library calls by another name is the same on machines where off_t has 64 bits.
int stat_at(int dirfd, const char* path, const struct stat64* st, int flags) {
  return stat_at(dirfd, path, reinterpret_cast<const struct stat*>(st), flags);
}

// ---- attaching

bool starts_with(const char* text, const char* beginning) {
  while (*beginning != '\0' && *text == *beginning) {
    ++text;
    ++beginning;
  }
  return *beginning == '\0';
}

std::uint64_t take_number(const char*& text) {
  std::uint64_t value = 0;
  for (;; ++text) {
    if (*text >= '0' && *text <= '9') {
      value = value * 16 + static_cast<std::uint64_t>(*text - '0');
    } else if (*text >= 'a' && *text <= 'f') {
      value = value * 16 + static_cast<std::uint64_t>(*text - 'a' + 10);
    } else {
      return value;
    }
  }
}

bool is_error(long result) {
  return result < 0 && result >= -4095;
}

char* map_page(std::uint64_t address) {
  const auto wanted = static_cast<long>(address);
  const long got = plain_call(SYS_mmap, {wanted, k_page_size, PROT_READ | PROT_WRITE,
                                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1});
  if (got != wanted) {
    if (!is_error(got)) {
      plain_call(SYS_munmap, {got, k_page_size}); // a kernel that takes an address for a wish
    }
    return nullptr;
  }
  char* page = reinterpret_cast<char*>(got); // NOLINT(performance-no-int-to-ptr)
  page[0] = '\x0f';                          // syscall
  page[1] = '\x05';
  page[2] = '\xc3'; // ret
  page[k_enabled_offset] = 1;
  if (is_error(plain_call(SYS_mprotect, {got, k_page_size, PROT_READ | PROT_EXEC}))) {
    plain_call(SYS_munmap, {got, k_page_size});
    return nullptr;
  }
  return page;
}

long map_ring(const char* page, const char* path) {
  const long fd = passing_call(page, SYS_openat, {AT_FDCWD, as_long(path), O_RDWR | O_CLOEXEC});
  if (fd < 0) {
    return fd;
  }
  const long ring =
      plain_call(SYS_mmap, {0, sizeof(Ring), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0});
  plain_call(SYS_close, {fd});
  return ring;
}

void attach(const char* text) {
  const std::uint64_t address = take_number(text);
  char* page =
      *text == ' ' && address % k_page_size == 0 && address != 0 ? map_page(address) : nullptr;
  if (page == nullptr) {
    return;
  }
  const long ring = map_ring(page, text + 1);
  if (is_error(ring)) {
    plain_call(SYS_munmap, {as_long(page), k_page_size});
    return;
  }
  g_attached.ring = reinterpret_cast<Ring*>(ring); // NOLINT(performance-no-int-to-ptr)
  g_attached.page = page;
}

/// The tracer put both variables at the end of the environment. Behind it lies what the kernel
/// tells the loader, and programs expect that right behind the environment's null: they find a pair
/// there that says to ignore it.
__attribute__((constructor)) void start(int /*argc*/, char** /*argv*/, char** environment) {
  constexpr std::ptrdiff_t k_added = 2;
  char** end = environment;
  while (end != nullptr && *end != nullptr) {
    ++end;
  }
  if (end - environment < k_added || !starts_with(end[-k_added], "LD_PRELOAD=") ||
      !starts_with(end[-1], k_variable)) {
    return; // preloaded by somebody else: there is nobody to tell
  }
  attach(end[-1] + sizeof(k_variable) - 1);
  end[-k_added] = nullptr;
  end[-1] = reinterpret_cast<char*>(AT_IGNORE); // NOLINT(performance-no-int-to-ptr)
}

} // namespace

// The C library gives each of these two names on machines where off_t has 64 bits.
MMK_INTERPOSED int open(const char* path, int flags, ...) {
  MMK_MODE_AFTER(flags)
  return open_at(AT_FDCWD, path, flags, mode);
}
MMK_INTERPOSED int open64(const char* path, int flags, ...) {
  MMK_MODE_AFTER(flags)
  return open_at(AT_FDCWD, path, flags, mode);
}
MMK_INTERPOSED int openat(int dirfd, const char* path, int flags, ...) {
  MMK_MODE_AFTER(flags)
  return open_at(dirfd, path, flags, mode);
}
MMK_INTERPOSED int openat64(int dirfd, const char* path, int flags, ...) {
  MMK_MODE_AFTER(flags)
  return open_at(dirfd, path, flags, mode);
}
MMK_INTERPOSED int creat(const char* path, mode_t mode) {
  return open_at(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}
MMK_INTERPOSED int creat64(const char* path, mode_t mode) {
  return open_at(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

MMK_INTERPOSED FILE* fopen(const char* path, const char* mode) {
  return open_stream(path, mode);
}
MMK_INTERPOSED FILE* fopen64(const char* path, const char* mode) {
  return open_stream(path, mode);
}
MMK_INTERPOSED int unlink(const char* path) noexcept {
  return static_cast<int>(watched_call(SYS_unlink, {as_long(path)},
                                       {.dirfd = AT_FDCWD, .path = path, .what = Watched::change}));
}

MMK_INTERPOSED int stat(const char* path, struct stat* st) noexcept {
  return stat_at(AT_FDCWD, path, st, 0);
}
MMK_INTERPOSED int stat64(const char* path, struct stat64* st) noexcept {
  return stat_at(AT_FDCWD, path, st, 0);
}
MMK_INTERPOSED int lstat(const char* path, struct stat* st) noexcept {
  return stat_at(AT_FDCWD, path, st, AT_SYMLINK_NOFOLLOW);
}
MMK_INTERPOSED int lstat64(const char* path, struct stat64* st) noexcept {
  return stat_at(AT_FDCWD, path, st, AT_SYMLINK_NOFOLLOW);
}
MMK_INTERPOSED int fstatat(int dirfd, const char* path, struct stat* st, int flags) noexcept {
  return stat_at(dirfd, path, st, flags);
}
MMK_INTERPOSED int fstatat64(int dirfd, const char* path, struct stat64* st, int flags) noexcept {
  return stat_at(dirfd, path, st, flags);
}
MMK_INTERPOSED int statx(int dirfd, const char* path, int flags, unsigned int mask,
                         struct statx* st) noexcept {
  return static_cast<int>(
      watched_call(SYS_statx, {dirfd, as_long(path), flags, static_cast<long>(mask), as_long(st)},
                   {.dirfd = dirfd, .path = path, .what = Watched::look_up, .flags = flags}));
}
MMK_INTERPOSED int access(const char* path, int mode) noexcept {
  return static_cast<int>(
      watched_call(SYS_access, {as_long(path), mode},
                   {.dirfd = AT_FDCWD, .path = path, .what = Watched::look_up}));
}
MMK_INTERPOSED int faccessat(int dirfd, const char* path, int mode, int flags) noexcept {
  const long number = flags == 0 ? SYS_faccessat : SYS_faccessat2;
  return static_cast<int>(
      watched_call(number, {dirfd, as_long(path), mode, flags},
                   {.dirfd = dirfd, .path = path, .what = Watched::look_up, .flags = flags}));
}
