// The shim: code the tracer puts into a program that has just been executed. It takes over system
// calls of the dynamic loader and the C library by overwriting the instructions that make them,
// does each call itself from an address that the seccomp filter lets pass, and tells of it through
// shared memory. Whatever it cannot tell faithfully it does with an ordinary system call, which the
// filter stops as ever; so does every program that gets round it.
//
// Runs inside any program, before its loader, in signal handlers, in vfork's children: it allocates
// nothing, takes no lock, needs no library, has no data, leaves all registers alone but those a
// system call changes, and is linked by itself (shim.lds). Not to be taken for an example of the
// house style.
#include "tracer/raw_call.hpp"
#include "tracer/shim_protocol.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>

#define MMK_SHIM_SYMBOL extern "C" __attribute__((visibility("hidden")))

using namespace mmk::tracer::shim;

/// A system call as its caller left it in the registers.
struct Call {
  long number;
  long a;
  long b;
  long c;
  long d;
  long e;
  long f;
};

/// What the way in leaves on the stack.
struct Visit {
  std::uint64_t site; ///< on the way out: the address to return to
  Call call;
};

MMK_SHIM_SYMBOL const char shim_image[];
MMK_SHIM_SYMBOL long shim_pass(const Call& call);
MMK_SHIM_SYMBOL long shim_serve(Visit& visit);
MMK_SHIM_SYMBOL long shim_attach(std::uint64_t entry, long ring);

// A site comes here by way_in(). %rcx and %r11 are what a system call changes anyway. Up to 128
// bytes below the stack pointer may be in use.
asm(R"(
  .section .head, "a"
  .globl shim_image
  .hidden shim_image
shim_image:
  .long shim_begin - shim_image
  .long shim_returns - shim_image
  .long shim_given_up - shim_image
  .long shim_doorways - shim_image

  .section .text.doorways, "ax"
  .macro DOORWAYS way
  .set site, 0
  .rept 40
    .balign 16
    mov $site, %ecx
    jmp \way
    .set site, site + 1
  .endr
  .endm
  .balign 16
shim_doorways:
  DOORWAYS shim_wide
  .balign 16
  DOORWAYS shim_wide_one
  .balign 16
  DOORWAYS shim_narrow

shim_wide:
  lea -128(%rsp), %rsp
  call shim_visit
  lea 128(%rsp), %rsp
  cmp $-4096, %rax
  jmp *%r11
shim_wide_one:
  lea -128(%rsp), %rsp
  call shim_visit
  lea 128(%rsp), %rsp
  cmp $-4095, %rax
  jmp *%r11
shim_narrow:
  lea -128(%rsp), %rsp
  call shim_visit
  lea 128(%rsp), %rsp
  cmp $-4096, %eax
  jmp *%r11

shim_visit:
  push %rbp
  mov %rsp, %rbp
  push %r9
  push %r8
  push %r10
  push %rdx
  push %rsi
  push %rdi
  push %rax
  push %rcx
  mov %rsp, %rdi
  and $-16, %rsp
  call shim_serve
  lea -64(%rbp), %rsp
  pop %r11
  pop %rcx
  pop %rdi
  pop %rsi
  pop %rdx
  pop %r10
  pop %r8
  pop %r9
  pop %rbp
  ret

  .globl shim_pass
  .hidden shim_pass
shim_pass:
  mov (%rdi), %rax
  mov 16(%rdi), %rsi
  mov 24(%rdi), %rdx
  mov 32(%rdi), %r10
  mov 40(%rdi), %r8
  mov 48(%rdi), %r9
  mov 8(%rdi), %rdi
  syscall
shim_returns:
  ret

shim_begin:
  mov %rsp, %rbx
  mov %r12, %rdi
  mov %r14, %rsi
  and $-16, %rsp
  call shim_attach
  mov %rbx, %rsp
  test %rax, %rax
  je shim_fails
  push %r12
  xor %eax, %eax
  xor %ebx, %ebx
  xor %ecx, %ecx
  xor %edx, %edx
  xor %esi, %esi
  xor %edi, %edi
  xor %r8d, %r8d
  xor %r9d, %r9d
  xor %r10d, %r10d
  xor %r11d, %r11d
  xor %r12d, %r12d
  xor %r13d, %r13d
  xor %r14d, %r14d
  xor %r15d, %r15d
  ret
shim_fails:
  mov $76, %eax
  syscall
shim_given_up:
  int3
  .text
)");
static_assert(k_doorways == 40 && k_doorway_size == 16 && k_giving_up == 76);

// What comparing a std::string_view expects to be there.
MMK_SHIM_SYMBOL int memcmp(const void* one, const void* other, std::size_t size) {
  const auto* a = static_cast<const unsigned char*>(one);
  const auto* b = static_cast<const unsigned char*>(other);
  for (std::size_t i = 0; i < size; ++i) {
    if (a[i] != b[i]) {
      return a[i] < b[i] ? -1 : 1;
    }
  }
  return 0;
}

namespace {

long as_long(const void* pointer) {
  return reinterpret_cast<long>(pointer);
}

template <class T> T* at(std::uint64_t address) {
  return reinterpret_cast<T*>(address); // NOLINT(performance-no-int-to-ptr)
}

std::uint64_t image_address() {
  return static_cast<std::uint64_t>(as_long(shim_image));
}

const Plan& plan() {
  return *at<const Plan>(image_address() + k_plan_offset);
}

Ring& ring() {
  return *at<Ring>(image_address() + k_ring_offset);
}

State& state() {
  return *at<State>(image_address() + k_state_offset);
}

/// An ordinary call.
long plain(const Call& call) {
  return mmk::tracer::raw_call(call.number, call.a, call.b, call.c, call.d, call.e, call.f);
}

bool is_error(long result) {
  return result < 0 && result >= -4095;
}

// ---- telling

/// Null if there is no room: the ordinary call that follows has the tracer empty the ring.
Slot* take_slot(std::uint64_t& position) {
  Ring& all = ring();
  position = all.head.load(std::memory_order_relaxed);
  for (;;) {
    Slot& slot = all.slots[position % k_slots];
    const std::uint64_t turn = slot.turn.load(std::memory_order_acquire);
    if (turn == free_turn(position)) {
      if (all.head.compare_exchange_weak(position, position + 1, std::memory_order_relaxed)) {
        return &slot;
      }
    } else if (turn < free_turn(position)) {
      return nullptr;
    } else {
      const std::uint64_t now = all.head.load(std::memory_order_relaxed);
      if (now == position) {
        return nullptr; // somebody wrote over it
      }
      position = now;
    }
  }
}

/// The kernel reads the mask before it finds that there is no such way to use it.
bool is_readable(const char* address) {
  constexpr long no_way = -1;
  constexpr long mask_size = 8;
  const long mask = as_long(address) & -mask_size;
  return mask != 0 && // which would mean: no mask
         plain({SYS_rt_sigprocmask, no_way, mask, 0, mask_size, 0, 0}) != -EFAULT;
}

/// How much of a path is to be told; 0 if the call must be an ordinary one. Where there is no
/// memory the kernel says so, as it would have without us.
std::size_t length_to_tell(long dirfd, const char* path) {
  if (!is_readable(path) || (static_cast<int>(dirfd) != AT_FDCWD && path[0] != '/')) {
    return 0;
  }
  std::size_t length = 0;
  std::size_t known = k_page_size - static_cast<std::size_t>(as_long(path)) % k_page_size;
  while (path[length] != '\0') {
    if (++length > k_longest_path) {
      return 0;
    }
    if (length == known) {
      if (!is_readable(path + length)) {
        return 0;
      }
      known += k_page_size;
    }
  }
  return mmk::tracer::depends_on_asker({path, length}) ? 0 : length;
}

void copy(char* to, const char* from, std::size_t size) {
  asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
}

enum class Watched : std::uint8_t { open, look_up, change };

struct Told {
  long dirfd;
  long path;
  Watched what;
  long flags = 0; ///< of open(2), or how the name was looked up
  long st = 0;    ///< where the call itself leaves what it learns, a struct stat
};

/// Whether the call, which gave `result`, was about a directory.
bool leads_to_directory(const Told& told, long result) {
  struct stat st;
  switch (told.what) {
  case Watched::open:
    return (told.flags & (O_PATH | O_DIRECTORY)) == 0 &&
           plain({SYS_fstat, result, as_long(&st), 0, 0, 0, 0}) == 0 && S_ISDIR(st.st_mode);
  case Watched::look_up:
    if (told.st != 0) {
      return S_ISDIR(at<const struct stat>(static_cast<std::uint64_t>(told.st))->st_mode);
    }
    return shim_pass({SYS_newfstatat, told.dirfd, told.path, as_long(&st),
                      told.flags & AT_SYMLINK_NOFOLLOW, 0, 0}) == 0 &&
           S_ISDIR(st.st_mode);
  case Watched::change:
    break;
  }
  return false;
}

long tell(const Call& call, const Told& told) {
  if (state().enabled == 0 || (told.what == Watched::look_up && ring().look_ups == 0)) {
    return plain(call);
  }
  const char* path = at<const char>(static_cast<std::uint64_t>(told.path));
  const std::size_t length = length_to_tell(told.dirfd, path);
  std::uint64_t position = 0;
  Slot* slot = length > 0 ? take_slot(position) : nullptr;
  if (slot == nullptr) {
    return plain(call);
  }
  slot->thread = static_cast<std::uint32_t>(plain({SYS_gettid, 0, 0, 0, 0, 0, 0}));
  slot->number = static_cast<std::uint32_t>(call.number);
  slot->flags = static_cast<std::uint32_t>(told.flags);
  slot->directory = 0;
  slot->length = static_cast<std::uint16_t>(length);
  copy(slot->path.data(), path, length);
  slot->prepared.store(1, std::memory_order_release);
  const long result = shim_pass(call);
  slot->result = static_cast<std::int32_t>(result);
  if (result >= 0) {
    slot->directory = leads_to_directory(told, result) ? 1 : 0;
  }
  slot->turn.store(told_turn(position), std::memory_order_release);
  return result;
}

/// fstat(3) of the GNU C library; the filter lets it pass as well.
bool names_nothing(const Call& look_up, long flags) {
  return static_cast<int>(look_up.a) != AT_FDCWD && (flags & AT_EMPTY_PATH) != 0;
}

// ---- taking over

long protect(std::uint64_t begin, std::uint64_t end, long protection) {
  return plain({SYS_mprotect, static_cast<long>(begin), static_cast<long>(end - begin), protection,
                0, 0, 0});
}

bool has_form(const std::uint8_t* code, const Form& form) {
  for (std::size_t i = 0; i < form.size; ++i) {
    if (code[i] != form.bytes[i]) {
      return false;
    }
  }
  return true;
}

/// The memory can be written. What is not as planned is left as it is.
void take_over(std::size_t index, std::uint64_t address) {
  const Site& site = plan().sites[index];
  const Form& form = k_forms[site.form];
  auto* code = at<std::uint8_t>(address);
  // Written to first, a page is copied at once; read first, it would be mapped and then copied.
  __atomic_fetch_or(code, 0, __ATOMIC_RELAXED);
  if (!has_form(code, form)) {
    return;
  }
  state().return_to[index] = address + form.size;
  const auto instructions =
      way_in(image_address() + doorway(*at<const ImageHead>(image_address()), plan(), index));
  for (std::size_t i = 0; i < instructions.size(); ++i) {
    code[i] = instructions[i];
  }
}

constexpr std::uint64_t k_longest_site = sizeof(Form::bytes);

bool is_planned_library(long file) {
  struct stat st;
  if (plain({SYS_fstat, file, as_long(&st), 0, 0, 0, 0}) != 0) {
    return false;
  }
  return plan().library ==
         Identity{st.st_dev, st.st_ino, st.st_size, st.st_ctim.tv_sec, st.st_ctim.tv_nsec};
}

/// Part of the C library's file lies at `address`, to be written to: `length` bytes from `offset`
/// on.
void take_over_library(std::uint64_t address, std::uint64_t length, std::uint64_t offset) {
  const Plan& all = plan();
  for (std::size_t i = all.loader_sites; i < all.site_count; ++i) {
    const std::uint64_t site = all.sites[i].offset;
    if (site >= offset && site + k_longest_site <= offset + length) {
      take_over(i, address + (site - offset));
    }
  }
}

/// Only the loader's calls of mmap come here. The C library's code is mapped so that it can be
/// written to and then protected as the loader wants it.
long map(const Call& call) {
  const bool is_code = (call.c & PROT_EXEC) != 0 && (call.d & (MAP_ANONYMOUS | MAP_SHARED)) == 0;
  if (!is_code || state().library_taken != 0 || !is_planned_library(call.e)) {
    return plain(call);
  }
  Call writable = call;
  writable.c = PROT_READ | PROT_WRITE;
  const long result = plain(writable);
  if (is_error(result)) {
    return plain(call);
  }
  const auto begin = static_cast<std::uint64_t>(result);
  const auto length = static_cast<std::uint64_t>(call.b);
  take_over_library(begin, length, static_cast<std::uint64_t>(call.f));
  state().library_taken = 1;
  if (protect(begin, begin + length, call.c) != 0) {
    Call again = call; // as if nothing had been tried
    again.a = result;
    again.d |= MAP_FIXED;
    return plain(again);
  }
  return result;
}

bool has_ring(long ring) {
  const auto wanted = static_cast<long>(image_address() + k_ring_offset);
  return plain({SYS_shmat, ring, wanted, 0, 0, 0, 0}) == wanted;
}

bool has_state() {
  const auto wanted = static_cast<long>(image_address() + k_state_offset);
  return plain({SYS_mmap, wanted, k_page_size, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0}) == wanted;
}

} // namespace

/// The tracer has taken over the loader's calls already. Gives 0 if it cannot begin; the tracer
/// then puts everything back.
long shim_attach(std::uint64_t entry, long ring) {
  if (!has_ring(ring) || !has_state()) {
    return 0;
  }
  const Plan& all = plan();
  for (std::size_t i = 0; i < all.loader_sites; ++i) {
    const Site& site = all.sites[i]; // within one segment with the entry
    state().return_to[i] = entry + site.offset - all.loader_entry + k_forms[site.form].size;
  }
  state().enabled = 1;
  return 1;
}

long shim_serve(Visit& visit) {
  const Call& call = visit.call;
  visit.site = state().return_to[visit.site];
  switch (call.number) {
  case SYS_openat:
    if ((call.c & O_TMPFILE) == O_TMPFILE) {
      return plain(call);
    }
    return tell(call, {.dirfd = call.a, .path = call.b, .what = Watched::open, .flags = call.c});
  case SYS_newfstatat:
    if (names_nothing(call, call.d)) {
      return plain(call);
    }
    return tell(
        call,
        {.dirfd = call.a, .path = call.b, .what = Watched::look_up, .flags = call.d, .st = call.c});
  case SYS_statx:
    if (names_nothing(call, call.c)) {
      return plain(call);
    }
    return tell(call, {.dirfd = call.a, .path = call.b, .what = Watched::look_up, .flags = call.c});
  case SYS_access:
    return tell(call, {.dirfd = AT_FDCWD, .path = call.a, .what = Watched::look_up});
  case SYS_faccessat:
    return tell(call, {.dirfd = call.a, .path = call.b, .what = Watched::look_up});
  case SYS_faccessat2:
    return tell(call, {.dirfd = call.a, .path = call.b, .what = Watched::look_up, .flags = call.d});
  case SYS_unlink:
    return tell(call, {.dirfd = AT_FDCWD, .path = call.a, .what = Watched::change});
  case SYS_execve:
    return tell(call, {.dirfd = AT_FDCWD, .path = call.a, .what = Watched::change});
  case SYS_mmap:
    return map(call);
  default:
    return plain(call);
  }
}
