// Stands in for a compiler where many builds are wanted: fakecc [-c] -o OUT [-Dx] [-Idir] FILE... writes what each FILE.c
// comes to, its #include lines searched along the -I directories as a compiler does, and any other FILE as it is.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char* dirs[16];
static int dir_count;
static struct stat seen[128];
static int seen_count;

static void expand(FILE* out, const char* path, FILE* in);

static void include(FILE* out, const char* from, const char* name) {
  char path[4096];
  const char* slash = strrchr(from, '/');
  snprintf(path, sizeof path, "%.*s%s", slash ? (int)(slash - from) + 1 : 0, from, name);
  FILE* in = fopen(path, "r");
  for (int i = 0; in == NULL && i < dir_count; i++) {
    snprintf(path, sizeof path, "%s/%s", dirs[i], name);
    in = fopen(path, "r");
  }
  if (in == NULL) {
    fprintf(stderr, "fakecc: %s: %s not found\n", from, name);
    exit(1);
  }
  expand(out, path, in);
}

static void expand(FILE* out, const char* path, FILE* in) {
  char line[4096];
  char name[256];
  struct stat status;
  fstat(fileno(in), &status);
  for (int i = 0; i < seen_count; i++) {
    if (seen[i].st_dev == status.st_dev && seen[i].st_ino == status.st_ino) {
      fclose(in);
      return;
    }
  }
  seen[seen_count++] = status;
  while (fgets(line, sizeof line, in) != NULL) {
    if (sscanf(line, "#include \"%255[^\"]\"", name) == 1) {
      include(out, path, name);
    } else if (strncmp(line, "#error", 6) == 0) {
      fprintf(stderr, "fakecc: %s: %s", path, line);
      exit(1);
    } else if (strncmp(line, "/*", 2) != 0) {
      fputs(line, out);
    }
  }
  fclose(in);
}

static void copy(FILE* out, FILE* in) {
  for (int c = getc(in); c != EOF; c = getc(in)) {
    putc(c, out);
  }
  fclose(in);
}

int main(int argc, char** argv) {
  FILE* out = NULL;
  for (int i = 1; i < argc; i++) {
    const char* word = argv[i];
    if (strcmp(word, "-o") == 0) {
      out = fopen(argv[++i], "w");
    } else if (strncmp(word, "-I", 2) == 0) {
      dirs[dir_count++] = word + 2;
    } else if (strncmp(word, "-D", 2) == 0 && out != NULL) {
      fprintf(out, "%s\n", word);
    }
  }
  for (int i = 1; i < argc && out != NULL; i++) {
    i += strcmp(argv[i], "-o") == 0 ? 2 : 0;
    if (i < argc && argv[i][0] != '-') {
      FILE* in = fopen(argv[i], "r");
      if (in == NULL) {
        perror(argv[i]);
        return 1;
      }
      strcmp(argv[i] + strlen(argv[i]) - 2, ".c") == 0 ? expand(out, argv[i], in) : copy(out, in);
    }
  }
  return out == NULL || fclose(out) != 0;
}
