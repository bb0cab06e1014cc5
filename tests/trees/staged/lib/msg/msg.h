const char *msg_machine(void);
