/* Turns lines "NAME text" on standard input into macros. */
#include <stdio.h>

int main(void) {
  char name[64], text[256];
  while (scanf("%63s %255[^\n]", name, text) == 2)
    printf("#define MSG_%s \"%s\"\n", name, text);
  return 0;
}
