// A program too small for the shim, which has memory of its own wherever the shim would be and leaves its file system
// context. Exit status 1: somebody wrote there.
#include <sched.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  const size_t size = 1 << 20;
  int fd = memfd_create("everywhere", 0);
  if (ftruncate(fd, size) != 0) {
    return 2;
  }
  char *memory = NULL;
  for (uintptr_t at = 0x70000000; at < 0x7f000000; at += size) {
    memory = mmap((void *)at, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED_NOREPLACE, fd, 0);
    if (memory != (char *)at) {
      return 2;
    }
  }
  memset(memory, 'x', size);
  unshare(CLONE_FS);
  if (fork() == 0) {
    _exit(0);
  }
  wait(NULL);
  for (size_t i = 0; i < size; ++i) {
    if (memory[i] != 'x') {
      return 1;
    }
  }
  return 0;
}
