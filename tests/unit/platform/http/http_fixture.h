#pragma once

#include <atomic>
#include <boost/describe.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "platform/http/server.h"

// A little API that the tests of the edge talk to.
namespace http_test {

namespace http = platform::http;

struct Item {
  std::string name;
  std::optional<std::int64_t> quantity;
  std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(Item, (), (name, quantity, tags))

struct Count {
  std::uint64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(Count, (), (bytes))

using base::Result;
using http::Nothing;
using http::Request;
using http::Response;

inline Result<Count> count_bytes(const Request&, http::BodyReader& body) {
  std::vector<char> piece(64U << 10U);
  Count count;
  for (;;) {
    ASSIGN_OR_RETURN(const std::size_t got, body.read(piece));
    if (got == 0) return count;
    count.bytes += got;
  }
}

inline Result<Response> stream_lines(const Request& request) {
  const auto lines = std::stoull(std::string(request.query_value("lines").value_or("3")));
  Response response;
  response.set("Content-Type", "text/csv");
  response.stream = [lines, sent = 0ULL](std::string& out) mutable -> Result<bool> {
    if (sent == lines) return false;
    out = "line " + std::to_string(++sent) + "\n";
    return true;
  };
  return response;
}

inline Result<Response> broken_stream(const Request&) {
  Response response;
  response.stream = [sent = false](std::string& out) mutable -> Result<bool> {
    if (sent) return base::failure(base::internal_error, "The disk is gone.", "Buy another one.");
    sent = true;
    out = "half";
    return true;
  };
  return response;
}

/// "Bearer manager" may read and write items, "Bearer guest" nothing; any other credential is wrong.
inline Result<std::optional<http::Caller>> authenticate(const Request& request) {
  const std::string_view given = request.header("authorization");
  if (given.empty()) return std::nullopt;
  http::Caller caller;
  caller.user_id = *base::Uuid::parse("0193bd3c-0000-7000-8000-000000000001");
  caller.name = "manager@example.com";
  if (given == "Bearer manager") {
    caller.permissions = {"items.read", "items.write"};
    return caller;
  }
  caller.name = "guest@example.com";
  if (given == "Bearer guest") return caller;
  return base::failure(http::unauthenticated, "The token is not one of ours.", "Log in again.");
}

/// Routes under /api/v1: items to read and write, an echo, streams in both directions, a slow one and one that throws.
inline http::RouteTable routes() {
  using http::get;
  using http::post;
  http::RouteTable table;
  table.push_back(get("/items/{id}", "show_item", "items", "Shows an item")
                      .permission("items.read")
                      .answers([](const Request& request) -> Result<Item> {
                        return Item{std::string(request.parameter("id")), 3, {"a", "b"}};
                      }));
  table.push_back(get("/items", "list_items", "items", "Lists items")
                      .permission("items.read")
                      .query("limit", "integer", "How many at most")
                      .answers([](const Request&) -> Result<std::vector<Item>> {
                        return std::vector<Item>(200, Item{"the same again", {}, {}});
                      }));
  table.push_back(
      post("/items", "create_item", "items", "Makes an item")
          .permission("items.write")
          .status(201)
          .idempotent()
          .accepts<Item>([made = std::make_shared<std::atomic<int>>(0)](const Request&, const Item& item) {
            return Result<http::Answer<Item>>(http::Answer<Item>{item, 0, {{"Location", std::to_string(++*made)}}});
          }));
  table.push_back(http::del("/items/{id}", "delete_item", "items", "Removes an item")
                      .permission("items.write")
                      .answers([](const Request&) -> Result<Nothing> { return Nothing{}; }));
  table.push_back(post("/login", "login", "auth", "Logs in")
                      .anonymous()
                      .tier(http::RateTier::login)
                      .answers([](const Request&) -> Result<Nothing> { return Nothing{}; }));
  table.push_back(post("/echo", "echo", "test", "Sends the body back")
                      .anonymous()
                      .limit(256U << 10U)
                      .content("text/plain")
                      .answers([](const Request& request) -> Result<Response> {
                        Response response;
                        response.set("Content-Type", "text/plain");
                        response.body = request.body;
                        return response;
                      }));
  table.push_back(http::put("/upload", "upload", "test", "Counts the bytes of a body")
                      .anonymous()
                      .limit(1U << 30U)
                      .streams(count_bytes));
  table.push_back(
      get("/lines", "lines", "test", "Streams lines").anonymous().content("text/csv").answers(stream_lines));
  table.push_back(get("/broken", "broken", "test", "Breaks off").anonymous().answers(broken_stream));
  table.push_back(
      get("/slow", "slow", "test", "Takes a while").anonymous().answers([](const Request&) -> Result<Nothing> {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        return Nothing{};
      }));
  table.push_back(get("/throws", "throws", "test", "Throws").anonymous().answers([](const Request&) -> Result<Nothing> {
    throw std::runtime_error("password=hunter2");
  }));
  table.push_back(get("/health", "health", "health", "Alive")
                      .absolute()
                      .anonymous()
                      .immediate()
                      .tier(http::RateTier::none)
                      .answers([](const Request&) -> Result<Nothing> { return Nothing{}; }));
  return table;
}

}  // namespace http_test
