#include "platform/http/compression.h"

#include <brotli/encode.h>

#include <array>
#include <charconv>
#include <stdexcept>

#include "base/text.h"
#include "platform/http/conditional.h"
#include "platform/packing/packer.h"

namespace platform::http {
namespace {

constexpr std::size_t worth_packing = 1024;

class Gzip final : public Compressor {
 public:
  void pack(std::string_view in, bool is_last, std::string& out) override {
    packer_.add(in, out);
    if (is_last) packer_.finish(out);
  }

 private:
  static constexpr int level = 5;
  packing::Packer packer_{packing::Format::gzip, level};
};

class Brotli final : public Compressor {
 public:
  Brotli() : state_(BrotliEncoderCreateInstance(nullptr, nullptr, nullptr)) {
    constexpr std::uint32_t quality = 4, window = 18;
    if (!state_) throw std::bad_alloc();
    BrotliEncoderSetParameter(state_.get(), BROTLI_PARAM_QUALITY, quality);
    BrotliEncoderSetParameter(state_.get(), BROTLI_PARAM_LGWIN, window);
  }

  void pack(std::string_view in, bool is_last, std::string& out) override {
    const auto operation = is_last ? BROTLI_OPERATION_FINISH : BROTLI_OPERATION_PROCESS;
    const auto* next_in = reinterpret_cast<const std::uint8_t*>(in.data());
    std::size_t available_in = in.size();
    do {
      std::uint8_t* next_out = piece_.data();
      std::size_t available_out = piece_.size();
      if (BrotliEncoderCompressStream(state_.get(), operation, &available_in, &next_in, &available_out, &next_out,
                                      nullptr) == BROTLI_FALSE)
        throw std::runtime_error("brotli could not pack an answer");
      out.append(reinterpret_cast<const char*>(piece_.data()), piece_.size() - available_out);
    } while (available_in > 0 || BrotliEncoderHasMoreOutput(state_.get()) == BROTLI_TRUE);
  }

 private:
  struct Destroy {
    void operator()(BrotliEncoderState* state) const { BrotliEncoderDestroyInstance(state); }
  };
  std::unique_ptr<BrotliEncoderState, Destroy> state_;
  std::array<unsigned char, 16U << 10U> piece_{};
};

// The quality of one item of the header, "gzip;q=0.5": 1 when it says none, 0 when it cannot be read.
double quality_of(std::string_view item) {
  const auto mark = item.find(';');
  if (mark == std::string_view::npos) return 1.0;
  const std::string_view parameter = base::trim(item.substr(mark + 1));
  if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) return 1.0;
  double quality = 0;
  std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), quality);
  return quality;
}

BodySource packed(BodySource source, std::string_view encoding) {
  auto compressor = std::shared_ptr<Compressor>(make_compressor(encoding));
  return [source = std::move(source), compressor, ended = false](std::string& out) mutable -> base::Result<bool> {
    out.clear();
    std::string piece;
    while (out.empty() && !ended) {
      ASSIGN_OR_RETURN(const bool more, source(piece));
      ended = !more;
      compressor->pack(more ? std::string_view(piece) : std::string_view(), ended, out);
    }
    return !out.empty();
  };
}

}  // namespace

std::string_view best_encoding(std::string_view accept_encoding) {
  if (accept_encoding.empty()) return {};
  double brotli = -1, gzip = -1, any = 0;
  for (const std::string_view item : base::split(accept_encoding, ',')) {
    const std::string name = base::to_lower_ascii(base::trim(item.substr(0, item.find(';'))));
    if (name == "br") brotli = quality_of(item);
    if (name == "gzip" || name == "x-gzip") gzip = quality_of(item);
    if (name == "*") any = quality_of(item);
  }
  if (brotli < 0) brotli = any;
  if (gzip < 0) gzip = any;
  if (brotli > 0 && brotli >= gzip) return "br";
  return gzip > 0 ? "gzip" : "";
}

bool is_compressible(std::string_view content_type) {
  const std::string type = base::to_lower_ascii(base::trim(content_type.substr(0, content_type.find(';'))));
  return type.starts_with("text/") || type.ends_with("json") || type.ends_with("xml") || type.ends_with("javascript");
}

std::unique_ptr<Compressor> make_compressor(std::string_view encoding) {
  if (encoding == "br") return std::make_unique<Brotli>();
  return std::make_unique<Gzip>();
}

std::string_view compress(Response& response, std::string_view accept_encoding) {
  const bool is_worth_it = response.stream || response.body.size() >= worth_packing;
  if (!is_worth_it || !response.header("content-encoding").empty() || !is_compressible(response.header("content-type")))
    return {};
  response.set("Vary", "Accept-Encoding");
  const std::string_view encoding = best_encoding(accept_encoding);
  if (encoding.empty()) return {};
  if (response.stream) {
    response.stream = packed(std::move(response.stream), encoding);
  } else {
    std::string small;
    make_compressor(encoding)->pack(response.body, true, small);
    response.body = std::move(small);
  }
  response.set("Content-Encoding", std::string(encoding));
  for (auto& [name, value] : response.headers)
    if (base::to_lower_ascii(name) == "etag") value = etag_in_encoding(value, encoding);
  return encoding;
}

}  // namespace platform::http
