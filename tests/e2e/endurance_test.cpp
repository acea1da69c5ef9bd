// What a long life and a heavy load leave behind in the server: no memory. bench/soak does the same for much longer,
// without the sanitizers.
#include <fstream>
#include <thread>

#include "platform/crypto/digest.h"
#include "support/kept_connection.h"
#include "support/running_server.h"

namespace {

using test::number_at;
using test::text_at;

/// The most memory a process ever had, in KiB.
long peak_memory_of(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) return std::stol(line.substr(6));
  }
  throw std::runtime_error("the peak memory of process " + std::to_string(process) + " is not known");
}

class QuietInstallation : public test::Installation {
 public:
  QuietInstallation() : Installation(test::Engine::sqlite) {
    set("ADMIN_PASSWORD", test::administrator_password);
    set("RATE_LIMIT_SIGNED_IN", "0");
    set("RATE_LIMIT_ANONYMOUS", "0");
    set("LOG_LEVEL", "ERROR");
  }
};

/// A product's address, once an import has made one and the lists know it.
std::string imported_product(const test::HttpClient& admin) {
  const auto begun = admin.send("POST", "/api/v1/imports?supplier=alpha&file_name=feed.csv",
                                "Reference;Libelle;Prix HT\nA1;Lampe;3,49\n", {{"Content-Type", "text/csv"}});
  if (begun.status != 202) throw std::runtime_error(begun.body);
  for (int i = 0; i < 1'200; ++i) {
    const auto items = admin.get("/api/v1/products").json().at("items").as_array();
    if (!items.empty()) return "/api/v1/products/" + text_at(items[0], "id");
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  throw std::runtime_error("the import made no product");
}

TEST(LongLife, LeaksNothingInTwentyThousandRequests) {
  QuietInstallation installation;
  installation.set("ASAN_OPTIONS", "detect_leaks=1");
  test::RunningServer server(installation);
  const auto admin = server.signed_in();
  const test::Headers signed_in{{"Authorization", admin.always("Authorization")}};
  const std::string product = imported_product(admin);
  struct Ask {
    std::string method, target, body;
    bool is_signed_in;
    std::vector<unsigned> expected;
  };
  const std::vector<Ask> mix{
      {"GET", product, "", true, {200}},
      {"GET", "/api/v1/products?search=lampe&limit=10", "", true, {200}},
      {"GET", "/health", "", false, {200}},
      {"GET", "/api/v1/products/nowhere", "", true, {404}},
      {"GET", "/api/v1/nothing/here", "", false, {404}},
      {"GET", "/api/v1/suppliers?limit=none", "", true, {422}},
      {"PATCH", product, R"({"name": 7})", true, {422}},
      {"POST", "/api/v1/auth/login", R"({"email": "nobody@example.org", "password": "wrong"})", false, {401, 429}},
  };
  constexpr std::size_t requests = 20'000;
  test::KeptConnection connection(server.port());
  for (std::size_t i = 0; i < requests; ++i) {
    const Ask& one = mix[i % mix.size()];
    const unsigned status =
        connection.ask(one.method, one.target, one.body, one.is_signed_in ? signed_in : test::Headers{});
    ASSERT_NE(std::find(one.expected.begin(), one.expected.end(), status), one.expected.end())
        << one.method << ' ' << one.target << ": " << status;
  }
  server.process().kill(SIGTERM);
  const test::Finished finished = server.process().wait();
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_EQ(finished.err, "");
}

/// A file that is never whole anywhere: the same piece again and again.
class EndlessFile {
 public:
  EndlessFile() {
    for (std::size_t line = 0; piece_.size() < std::size_t{1} << 20U; ++line)
      piece_ += "A" + std::to_string(line) + ";Lampe de bureau;3,49\n";
    piece_.resize(std::size_t{1} << 20U);
  }
  const std::string& piece() const { return piece_; }
  std::string digest(std::size_t pieces) const {
    platform::crypto::Sha256 digest;
    for (std::size_t i = 0; i < pieces; ++i) digest.add(piece_);
    return digest.hex();
  }

 private:
  std::string piece_;
};

/// Sends so many pieces as the body of a PUT and gives the answer's status.
unsigned put(unsigned short port, const std::string& target, const std::string& authorization, const EndlessFile& file,
             std::size_t pieces) {
  namespace beast = boost::beast;
  boost::asio::io_context io;
  beast::tcp_stream stream(io);
  stream.expires_after(std::chrono::minutes(4));
  stream.connect(boost::asio::ip::tcp::endpoint(boost::asio::ip::address_v4::loopback(), port));
  const std::string head = "PUT " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + authorization +
                           "\r\nContent-Length: " + std::to_string(pieces * file.piece().size()) + "\r\n\r\n";
  boost::asio::write(stream, boost::asio::buffer(head));
  for (std::size_t i = 0; i < pieces; ++i) boost::asio::write(stream, boost::asio::buffer(file.piece()));
  beast::flat_buffer buffer;
  beast::http::response<beast::http::string_body> answer;
  beast::http::read(stream, buffer, answer);
  return answer.result_int();
}

TEST(LargeUpload, IsTakenInWithoutBeingHeldInMemory) {
  constexpr std::size_t pieces = 300;  // of a MiB
  constexpr long allowed_growth = 40L << 10U;
  QuietInstallation installation;
  // What the sanitizer keeps of freed memory would look like memory in use.
  installation.set("ASAN_OPTIONS", "detect_leaks=0:quarantine_size_mb=4:thread_local_quarantine_size_kb=64");
  test::RunningServer server(installation);
  const auto admin = server.signed_in();
  const std::string authorization = admin.always("Authorization");
  const EndlessFile file;

  const auto upload_of = [&](std::size_t count) {
    const auto created =
        admin.post("/api/v1/uploads",
                   {{"file_name", "feed.csv"}, {"size", count * file.piece().size()}, {"sha256", file.digest(count)}});
    return "/api/v1/uploads/" + text_at(created.json(), "id");
  };
  const std::string small = upload_of(2);  // what a first upload needs once and for all
  ASSERT_EQ(put(server.port(), small, authorization, file, 2), 200U);
  ASSERT_EQ(admin.post(small + "/complete", nullptr).status, 200U);

  const std::string large = upload_of(pieces);
  const long before = peak_memory_of(server.process().id());
  ASSERT_EQ(put(server.port(), large, authorization, file, pieces), 200U);
  const auto complete = admin.post(large + "/complete", nullptr);
  ASSERT_EQ(complete.status, 200U) << complete.body;
  EXPECT_EQ(number_at(complete.json(), {"offset"}), static_cast<std::int64_t>(pieces * file.piece().size()));
  EXPECT_EQ(text_at(complete.json(), "sha256"), file.digest(pieces));
  EXPECT_LT(peak_memory_of(server.process().id()) - before, allowed_growth) << "KiB more at the peak";
}

}  // namespace
