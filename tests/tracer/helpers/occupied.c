// A program that lies where the shim would have to be: it is linked to fixed addresses, see CMakeLists.txt.
#include <fcntl.h>
#include <stdio.h>

char all_of_it[0x0e000000];

int main(void) {
  char name[100];
  for (int i = 0; i < 100; ++i) {
    snprintf(name, sizeof(name), "b%d", i);
    open(name, O_RDONLY);
  }
  printf("%d\n", open(".", O_RDONLY)); // the same whoever watches: no descriptor was left open
  return all_of_it[sizeof(all_of_it) - 1];
}
