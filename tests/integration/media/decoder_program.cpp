// Reads one picture from its input, as the program's own subcommand does: `media_decoder_program MEGABYTES SECONDS`.
#include <unistd.h>

#include <string>

#include "domain/media/decoder.h"

int main(int argc, char** argv) {
  if (argc != 3) return 1;
  media::DecoderLimits limits;
  limits.memory = std::stoull(argv[1]) << 20U;
  limits.processor_seconds = static_cast<unsigned>(std::stoul(argv[2]));
  return media::run_decoder(STDIN_FILENO, STDOUT_FILENO, limits);
}
