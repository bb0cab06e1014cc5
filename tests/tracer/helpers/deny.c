// deny WHAT... -- PROGRAM ARG...: runs PROGRAM where something is refused, as in containers. WHAT is ptrace, seccomp or clone3
// (the call fails with EPERM) or listener (there is a notification filter already, and a second one is refused).
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static void deny(unsigned int number) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof(code) / sizeof(code[0]), code};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    perror("deny");
    _exit(125);
  }
}

static void occupy_listener(void) {
  struct sock_filter code[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  struct sock_fprog program = {1, code};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  long fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
  // It has to stay open: a filter whose listener is gone no longer counts.
  if (fd < 0 || fcntl((int)fd, F_SETFD, 0) != 0) {
    perror("deny");
    _exit(125);
  }
}

int main(int argc, char **argv) {
  int i = 1;
  for (; i < argc && strcmp(argv[i], "--") != 0; ++i) {
    if (strcmp(argv[i], "listener") == 0) {
      occupy_listener();
    } else {
      deny(strcmp(argv[i], "ptrace") == 0   ? SYS_ptrace
           : strcmp(argv[i], "clone3") == 0 ? SYS_clone3
                                            : SYS_seccomp);
    }
  }
  if (i + 1 < argc) {
    execvp(argv[i + 1], argv + i + 1);
    perror(argv[i + 1]);
  }
  return 127;
}
