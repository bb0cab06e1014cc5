#include "msg.h"
#include "msg_table.h"

const char *msg_machine(void) { return MACHINE_NAME ": " MSG_HELLO; }
