#include <gtest/gtest.h>
#include <zlib.h>

#include "platform/http/client_address.h"
#include "platform/http/compression.h"
#include "platform/http/conditional.h"
#include "platform/http/idempotency.h"
#include "platform/http/rate_limit.h"
#include "platform/http/response_head.h"
#include "platform/http/target.h"

using platform::http::best_encoding;
using platform::http::client_address;
using platform::http::MemoryIdempotencyStore;
using platform::http::RateLimiter;
using platform::http::Response;
using namespace std::chrono_literals;

namespace {

std::string unpacked(const std::string& gzip) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string in = gzip, out(1'000'000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  inflateEnd(&stream);
  return out;
}

Response text_response(std::size_t size) {
  Response response;
  response.set("Content-Type", "text/csv");
  response.set("ETag", "\"1\"");
  response.body.assign(size, 'x');
  return response;
}

}  // namespace

TEST(Compression, ChoosesTheEncodingTheClientLikesBest) {
  EXPECT_EQ(best_encoding("gzip, deflate, br"), "br");
  EXPECT_EQ(best_encoding("gzip"), "gzip");
  EXPECT_EQ(best_encoding("br;q=0.2, gzip;q=0.9"), "gzip");
  EXPECT_EQ(best_encoding("br;q=0, gzip;q=0"), "");
  EXPECT_EQ(best_encoding("br;q=0, *;q=0.5"), "gzip");
  EXPECT_EQ(best_encoding("identity"), "");
  EXPECT_EQ(best_encoding(""), "");
  EXPECT_EQ(best_encoding("gzip;q=rubbish"), "");
}

TEST(Compression, PacksWhatIsWorthIt) {
  Response small = text_response(100);
  EXPECT_EQ(compress(small, "gzip"), "");
  EXPECT_EQ(small.body.size(), 100U);
  Response image = text_response(5000);
  image.headers[0].second = "image/png";
  EXPECT_EQ(compress(image, "gzip"), "");
  Response large = text_response(5000);
  EXPECT_EQ(compress(large, "gzip"), "gzip");
  EXPECT_EQ(unpacked(large.body), std::string(5000, 'x'));
  EXPECT_EQ(large.header("etag"), "\"1-gzip\"");
  EXPECT_EQ(large.header("vary"), "Accept-Encoding");
  Response brotli = text_response(5000);
  EXPECT_EQ(compress(brotli, "br"), "br");
  EXPECT_LT(brotli.body.size(), 100U);
}

TEST(Compression, PacksStreamsPieceByPiece) {
  Response response = text_response(0);
  response.stream = [left = 100](std::string& out) mutable -> base::Result<bool> {
    if (left-- == 0) return false;
    out = std::string(1000, static_cast<char>('a' + left % 26));
    return true;
  };
  ASSERT_EQ(compress(response, "gzip"), "gzip");
  std::string all, piece;
  while (response.stream(piece).value()) all += piece;
  EXPECT_EQ(unpacked(all).size(), 100'000U);
}

TEST(RateLimiter, RefillsWithTime) {
  RateLimiter limiter(100);
  const auto begin = RateLimiter::Clock::now();
  for (int round = 0; round < 60; ++round) EXPECT_TRUE(limiter.take("a", 60, begin).allowed);
  const auto refused = limiter.take("a", 60, begin);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.retry_seconds, 1U);
  EXPECT_EQ(refused.reset_seconds, 60U);
  EXPECT_TRUE(limiter.take("b", 60, begin).allowed);
  EXPECT_TRUE(limiter.take("a", 60, begin + 1s).allowed);
  EXPECT_FALSE(limiter.take("a", 60, begin + 1s).allowed);
  EXPECT_EQ(limiter.take("a", 60, begin + 1h).remaining, 59U);
}

TEST(RateLimiter, RemembersSoManyKeysOnly) {
  RateLimiter limiter(100);
  for (int key = 0; key < 10'000; ++key) {
    limiter.take("often", 1);
    limiter.take(std::to_string(key), 10);
  }
  EXPECT_LE(limiter.size(), 102U);
  EXPECT_FALSE(limiter.take("often", 1).allowed);
}

TEST(IdempotencyStore, RefusesASecondRequestInFlight) {
  MemoryIdempotencyStore store;
  EXPECT_FALSE(store.begin("k", "f").value());
  const auto second = store.begin("k", "f");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind->http_status, 409);
  store.abandon("k");
  EXPECT_FALSE(store.begin("k", "f").value());
  store.finish("k", text_response(3));
  EXPECT_EQ(store.begin("k", "f").value()->body, "xxx");
}

TEST(IdempotencyStore, KeepsItsMemoryBounded) {
  MemoryIdempotencyStore store(100, 1000);
  for (int key = 0; key < 50; ++key) {
    ASSERT_TRUE(store.begin(std::to_string(key), "f"));
    store.finish(std::to_string(key), text_response(100));
  }
  EXPECT_FALSE(store.begin("0", "f").value()) << "the oldest is forgotten";
  EXPECT_TRUE(store.begin("49", "f").value()) << "the newest is kept";
}

TEST(ClientAddress, BelievesTrustedProxiesOnly) {
  const std::vector<std::string> proxies{"10.0.0.0/8", "192.0.2.7", "fd00::/8"};
  EXPECT_EQ(client_address("203.0.113.5", "1.2.3.4", proxies), "203.0.113.5");
  EXPECT_EQ(client_address("10.1.2.3", "1.2.3.4", proxies), "1.2.3.4");
  EXPECT_EQ(client_address("10.1.2.3", "6.6.6.6, 1.2.3.4, 192.0.2.7", proxies), "1.2.3.4");
  EXPECT_EQ(client_address("fd00::1", "2001:db8::1", proxies), "2001:db8::1");
  EXPECT_EQ(client_address("10.1.2.3", "rubbish", proxies), "10.1.2.3");
  EXPECT_EQ(client_address("10.1.2.3", "", proxies), "10.1.2.3");
}

TEST(Target, TakesAbsoluteAndOriginForms) {
  EXPECT_EQ(platform::http::split_target("http://host:80/a/b?c=d")->path, "/a/b");
  EXPECT_EQ(platform::http::split_target("http://host?c=d")->query, "c=d");
  EXPECT_EQ(platform::http::split_target("/a?b?c")->query, "b?c");
  EXPECT_FALSE(platform::http::split_target("host:80"));
  const auto query = platform::http::decoded_query("a=1+2&b=%C3%A9&c&&=x");
  EXPECT_EQ(query.value(), (platform::http::Pairs{{"a", "1 2"}, {"b", "é"}, {"c", ""}, {"", "x"}}));
}

TEST(ResponseHead, LetsNoHeaderBeginAnother) {
  Response response;
  response.set("Location", "/a\r\nSet-Cookie: stolen=1");
  const std::string head = response_head(response, {});
  EXPECT_EQ(head.find("\r\nSet-Cookie"), std::string::npos);
}

TEST(RequestMessage, FindsCookies) {
  platform::http::Request request;
  request.headers = {{"cookie", "a=1; refresh=x.y=; b=2"}};
  EXPECT_EQ(request.cookie("refresh"), "x.y=");
  EXPECT_EQ(request.cookie("b"), "2");
  EXPECT_EQ(request.cookie("c"), "");
}
