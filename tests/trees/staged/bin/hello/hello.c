#include <msg.h>
#include <msg_table.h>
#include <project/project.h>
#include <stdio.h>

int main(void) {
  printf("%s from %s (%s)\n", msg_machine(), PROJECT, MSG_BYE);
  return 0;
}
