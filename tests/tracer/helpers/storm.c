// A storm of processes and threads, each of which looks for a name of its own. Usage: storm WHAT COUNT, see k_storms. What has
// to be in the record: N for each of NAME-0 ... NAME-(COUNT - 1), however they came about.
#include "../fixtures/fixture.h"
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>

extern char **environ;
static const char *self;

static void look_for(const char *kind, int number) {
  char name[64];
  snprintf(name, sizeof(name), "%s-%d", kind, number);
  fails(open(name, O_RDONLY), ENOENT);
}

static void run_again(char *const arguments[], int in_vfork) {
  execv(self, arguments);
  in_vfork ? _exit(1) : exit(1);
}

// ---- processes, all of them alive at once

static void processes(int count) {
  int gate[2];
  char byte = 0;
  CHECK(pipe(gate) == 0);
  for (int i = 0; i < count; ++i) {
    pid_t pid = fork();
    CHECK(pid >= 0);
    if (pid == 0) {
      close(gate[1]);
      CHECK(read(gate[0], &byte, 1) == 0);
      look_for("processes", i);
      _exit(0);
    }
  }
  close(gate[1]);
  for (int i = 0; i < count; ++i) {
    int status = 0;
    CHECK(wait(&status) > 0 && status == 0);
  }
}

// ---- threads: in each process a hundred at once, which also fork

struct Work {
  int number;
  pthread_barrier_t *barrier;
};

static void *in_thread(void *argument) {
  struct Work *work = argument;
  pthread_barrier_wait(work->barrier);
  if (work->number % 10 == 3) {
    pid_t pid = fork();
    if (pid == 0) {
      look_for("threads", work->number);
      _exit(0);
    }
    CHECK(wait_for(pid) == 0);
  } else {
    look_for("threads", work->number);
  }
  return NULL;
}

static void hundred_threads(int first, int count) {
  pthread_t threads[100];
  struct Work work[100];
  pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, NULL, (unsigned)count);
  for (int i = 0; i < count; ++i) {
    work[i] = (struct Work){first + i, &barrier};
    CHECK(pthread_create(&threads[i], NULL, in_thread, &work[i]) == 0);
  }
  for (int i = 0; i < count; ++i) {
    CHECK(pthread_join(threads[i], NULL) == 0);
  }
}

static void threads(int count) {
  for (int first = 0; first < count; first += 100) {
    pid_t pid = fork();
    if (pid == 0) {
      hundred_threads(first, count - first < 100 ? count - first : 100);
      _exit(0);
    }
  }
  for (int first = 0; first < count; first += 100) {
    int status = 0;
    CHECK(wait(&status) > 0 && status == 0);
  }
}

// ---- chains: each link executes the next one

static char number_text[16];

static char *text_of(int number) {
  snprintf(number_text, sizeof(number_text), "%d", number);
  return number_text;
}

static void vforks(int count) {
  if (count == 0) {
    return;
  }
  char *arguments[] = {(char *)self, "vforks", text_of(count - 1), NULL};
  pid_t pid = vfork();
  if (pid == 0) {
    run_again(arguments, 1);
  }
  look_for("vforks", count - 1);
  CHECK(wait_for(pid) == 0);
}

static void *execute(void *arguments) {
  run_again(arguments, 0);
  return NULL;
}

static void *wait_for_ever(void *nothing) {
  (void)nothing;
  pause();
  return NULL;
}

static void executions(int count) {
  if (count == 0) {
    return;
  }
  look_for("executions", count - 1);
  char *arguments[] = {(char *)self, "executions", text_of(count - 1), NULL};
  pthread_t other;
  pthread_t sibling;
  CHECK(pthread_create(&other, NULL, wait_for_ever, NULL) == 0);
  CHECK(pthread_create(&sibling, NULL, execute, arguments) == 0);
  pthread_join(sibling, NULL);
  exit(1);
}

static void spawns(int count) {
  for (int i = 0; i < count; ++i) {
    pid_t pid = 0;
    char *arguments[] = {(char *)self, "spawned", text_of(i), NULL};
    CHECK(posix_spawn(&pid, self, NULL, NULL, arguments, environ) == 0);
    if (i % 16 == 15 || i + 1 == count) {
      while (wait(NULL) > 0) {
      }
    }
  }
}

static void spawned(int number) {
  look_for("spawns", number);
}

// ---- killed at any moment; only what happened before is counted

static void kills(int count) {
  int gate[2];
  CHECK(pipe(gate) == 0);
  for (int i = 0; i < count; ++i) {
    pid_t pid = fork();
    if (pid == 0) {
      look_for("kills", i);
      CHECK(write(gate[1], "x", 1) == 1);
      for (;;) {
        close(open(".", O_RDONLY));
      }
    }
    char byte = 0;
    CHECK(read(gate[0], &byte, 1) == 1);
    CHECK(kill(pid, SIGKILL) == 0 && wait_for(pid) == SIGKILL);
  }
}

// ---- stopped and continued all the time

static void stops(int count) {
  pid_t pid = fork();
  if (pid == 0) {
    for (int i = 0; i < count; ++i) {
      look_for("stops", i);
    }
    _exit(7);
  }
  int status = 0;
  while (waitpid(pid, &status, WNOHANG) == 0) {
    kill(pid, SIGSTOP);
    sched_yield();
    kill(pid, SIGCONT);
    poll(NULL, 0, 1);
  }
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7);
}

static const struct {
  const char *name;
  void (*run)(int);
} k_storms[] = {{"processes", processes}, {"threads", threads}, {"vforks", vforks}, {"executions", executions},
                {"spawns", spawns}, {"spawned", spawned}, {"kills", kills}, {"stops", stops}};

int main(int argc, char **argv) {
  self = "/proc/self/exe";
  for (size_t i = 0; argc == 3 && i < sizeof(k_storms) / sizeof(k_storms[0]); ++i) {
    if (strcmp(argv[1], k_storms[i].name) == 0) {
      k_storms[i].run(atoi(argv[2]));
      return 0;
    }
  }
  return 2;
}
