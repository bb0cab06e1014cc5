// What the case shim.sh has done to the shim and its memory. Usage: told_client burst | killed | overwrite | fork | threads |
// again | closed | hardened; and the case escaped.sh: escape
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/// More calls than the ring holds, and paths longer than it takes, with nothing between them that stops.
static void burst(const char *prefix) {
  char name[1100];
  for (int i = 0; i < 2000; ++i) {
    snprintf(name, sizeof(name), "%s%d", prefix, i);
    close(open(name, O_RDONLY));
    if (i % 100 == 0) {
      char *end = name + strlen(name);
      memset(end, '/', 900);
      strcpy(end + 900, "x");
      close(open(name, O_RDONLY));
    }
  }
}

static void *burst_in_thread(void *prefix) {
  struct stat st;
  char name[100];
  for (int i = 0; i < 2000; ++i) {
    snprintf(name, sizeof(name), "%s%d", (const char *)prefix, i);
    stat(name, &st);
  }
  return NULL;
}

static void in_threads(void) {
  char prefixes[8][8];
  pthread_t threads[8];
  for (int i = 0; i < 8; ++i) {
    snprintf(prefixes[i], sizeof(prefixes[i]), "t%d-", i);
    pthread_create(&threads[i], NULL, burst_in_thread, prefixes[i]);
  }
  for (int i = 0; i < 8; ++i) {
    pthread_join(threads[i], NULL);
  }
}

/// Dies in the middle of a call.
static void killed(void) {
  mkfifo("fifo", 0600);
  pid_t pid = fork();
  if (pid == 0) {
    open("fifo", O_RDONLY);
    _exit(1);
  }
  usleep(200000);
  kill(pid, SIGKILL);
  waitpid(pid, NULL, 0);
}

static void overwrite(void) {
  char line[512];
  FILE *maps = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof(line), maps) != NULL) {
    uintptr_t begin, end;
    // The code can only be read.
    if (strstr(line, " rw-s ") != NULL && strstr(line, "/SYSV") != NULL &&
        sscanf(line, "%lx-%lx", &begin, &end) == 2) {
      memset((void *)begin, 0xff, end - begin);
    }
  }
  close(open("before", O_RDONLY)); // here it is noticed
  close(open("after", O_RDONLY));
}

/// Memory of this process and its successors may not become executable.
static void hardened(const char *self) {
  const int refuse_exec_gain = 1;
  if (prctl(65 /* PR_SET_MDWE */, refuse_exec_gain, 0, 0, 0) != 0) {
    exit(77);
  }
  execl(self, self, "burst", (char *)NULL);
}

/// A C library of its own, from the same file, after the first.
static void again(void) {
  void *library = dlmopen(LM_ID_NEWLM, "libc.so.6", RTLD_NOW);
  int (*other_open)(const char *, int, ...) = library != NULL ? dlsym(library, "open") : NULL;
  if (other_open == NULL || (void *)other_open == dlsym(RTLD_DEFAULT, "open")) {
    exit(1);
  }
  burst("b");
  other_open("other", O_RDONLY);
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  if (strcmp(what, "burst") == 0) {
    burst("b");
  } else if (strcmp(what, "threads") == 0) {
    in_threads();
  } else if (strcmp(what, "hardened") == 0) {
    hardened(argv[0]);
  } else if (strcmp(what, "killed") == 0) {
    killed();
  } else if (strcmp(what, "overwrite") == 0) {
    overwrite();
  } else if (strcmp(what, "again") == 0) {
    again();
  } else if (strcmp(what, "closed") == 0) {
    for (int fd = 0; fd < 1024; ++fd) {
      close(fd);
    }
    burst("b");
  } else if (strcmp(what, "escape") == 0) {
    uint64_t arguments[8] = {CLONE_UNTRACED, 0, 0, 0, SIGCHLD}; // clone3: flags, ..., exit_signal
    if (syscall(SYS_clone3, arguments, sizeof(arguments)) == 0) {
      sleep(1);
    }
  } else if (strcmp(what, "fork") == 0) {
    for (const char *prefix = "pqrs"; *prefix != '\0'; ++prefix) {
      if (fork() == 0) {
        char name[2] = {*prefix, '\0'};
        burst(name);
        _exit(0);
      }
    }
    while (wait(NULL) > 0) {
    }
  }
  return 0;
}
