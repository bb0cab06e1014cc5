// What main does: process facts in, exit status (or death by signal) out.
#pragma once

namespace mmk::cli {

[[nodiscard]] int run_program(int argc, char** argv, char** environment);

} // namespace mmk::cli
