// The program mmk: collects the facts of the process and runs one Session.
#include "cli/program.hpp"

int main(int argc, char** argv, char** environment) {
  return mmk::cli::run_program(argc, argv, environment);
}
