#include <cstdio>

#include "load_generator/load.h"
#include "load_generator/websockets.h"

int main(int argc, char** argv) {
  int exit_code = 0;
  const auto options = load_generator::parse_options(argc, argv, exit_code);
  if (!options) return exit_code;
  if (options->websockets > 0) return load_generator::hold_websockets(*options) ? 0 : 1;
  std::puts(load_generator::run(*options).json().c_str());
  return 0;
}
