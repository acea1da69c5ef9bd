// The API against its own description: made-up requests, right and wrong, to every operation of /openapi.json. Each
// answer has to be one the description promises, and none may be a fault of the server. CONTRACT_SEED chooses another
// run, CONTRACT_SECONDS a longer one.
#include <cstdlib>
#include <iostream>
#include <random>

#include "support/generated_requests.h"
#include "support/running_server.h"
#include "support/web_socket.h"

namespace {

namespace json = boost::json;
using test::GeneratedRequest;
using test::HttpAnswer;
using test::HttpClient;
using test::Operation;

/// What some operations need, to be asked like all others without ending the test or missing their point.
enum class Need {
  own_login,  ///< it ends its caller's login: asked by a stand-in of the administrator
  upgrade,    ///< it becomes a WebSocket: asked by a WebSocket client every other time
  file,       ///< it takes a file of any type beside what it declares: a broken document may be a good file
  offset,     ///< its body goes on from a header
};
const std::multimap<std::string, Need> needs{
    {"logout", Need::own_login},         {"refresh_login", Need::own_login}, {"change_password", Need::own_login},
    {"revoke_session", Need::own_login}, {"watch", Need::upgrade},           {"start_import", Need::file},
    {"append_to_upload", Need::offset},
};
bool has_need(const Operation& operation, Need need) {
  const auto [begin, end] = needs.equal_range(operation.id);
  return std::any_of(begin, end, [&](const auto& entry) { return entry.second == need; });
}

unsigned number_from_environment(const char* name, unsigned otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::stoul(text));
}

/// A running server and everybody who asks it.
class Conversation {
 public:
  Conversation(const test::RunningServer& server, unsigned seed)
      : server_(server),
        administrator_(server.signed_in()),
        document_(administrator_.get("/openapi.json").json()),
        operations_(test::operations_of(document_)),
        check_(document_),
        requests_(seed, check_.schemas(), known_),
        stand_in_(server.client()) {
    const json::value me = administrator_.get("/api/v1/auth/me").json();
    known_.hide(test::text_at(me.at("user"), "id"));
    known_.hide(test::text_at(me.at("user"), "email"));
    for (const auto& [name, value] :
         std::vector<std::pair<const char*, const char*>>{{"url", "http://127.0.0.1:9/hook"},
                                                          {"events", "import.finished"},
                                                          {"kind", "http"},
                                                          {"mode", "partial"},
                                                          {"email", "somebody@example.org"},
                                                          {"currency", "EUR"},
                                                          {"new_password", "long enough 1 2 3"},
                                                          {"password", "long enough 1 2 3"},
                                                          {"topics", "imports.*,dashboard"},
                                                          {"granted", "products.read"},
                                                          {"scopes", "products.read"},
                                                          {"format", "csv"},
                                                          {"sort", "name"},
                                                          {"supplier", "alpha"}})
      known_.add(name, value);
  }

  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;
  ~Conversation() = default;

  const std::vector<Operation>& operations() const { return operations_; }
  const std::vector<std::string>& faults() const { return faults_; }
  std::size_t asked() const { return asked_; }
  std::size_t succeeded() const { return succeeded_.size(); }

  /// Makes something of every kind, so that requests can name it.
  void furnish() {
    ++furnished_;
    const std::string mark = std::to_string(furnished_);
    administrator_.post("/api/v1/suppliers", {{"code", "alpha"}, {"name", "Alpha"}});
    const auto import =
        administrator_.send("POST", "/api/v1/imports?supplier=alpha&file_name=feed.csv",
                            "Reference;EAN;Libelle;Prix HT;Stock\nA1;3017620422003;Pate a tartiner;3,4" + mark +
                                ";12\nA2;;Lampe;19,90;3\nA3;;Sans prix;-4;1\n",
                            {{"Content-Type", "text/csv"}});
    EXPECT_EQ(import.status, 202U) << import.body;
    administrator_.post("/api/v1/users", {{"email", "user" + mark + "@example.org"}, {"role", "manager"}});
    administrator_.post("/api/v1/api-keys", {{"name", "key " + mark}, {"scopes", {"products.read"}}});
    administrator_.post("/api/v1/webhooks", {{"url", "http://127.0.0.1:9/hook"}, {"events", {"*"}}});
    administrator_.post("/api/v1/suppliers/alpha/sources",
                        {{"kind", "http"}, {"config", {{"url", "http://127.0.0.1:9/feed.csv"}}}});
    const auto upload = administrator_.post("/api/v1/uploads", {{"file_name", "feed.csv"}}).json();
    known_.learn("/api/v1/uploads", upload);
    known_.add("upload_id", test::text_at(upload, "id"));
    for (const Operation& operation : operations_) {  // what there is now, from every list
      if (operation.method == "GET" && operation.path.find('{') == std::string::npos &&
          !has_need(operation, Need::upgrade))
        judge(operation, {"GET", operation.path, {}, {}}, administrator_.get(operation.path));
    }
    for (const auto& [member, collection] :
         std::vector<std::pair<const char*, const char*>>{{"supplier", "suppliers/{code}"},
                                                          {"user_id", "users/{id}"},
                                                          {"product_id", "products/{id}"},
                                                          {"ids", "products/{id}"}}) {
      if (const auto one = known_.for_parameter(std::string("/api/v1/") + collection, furnished_))
        known_.add(member, *one);
    }
  }

  /// One request that fits and one that does not, as the administrator, and one as nobody.
  void ask_about(const Operation& operation) {
    ask(operation, requests_.fitting(operation), true);
    ask(operation, requests_.odd(operation), true);
    ask(operation, requests_.values().one_in(2) ? requests_.fitting(operation) : requests_.odd(operation), false);
  }

  /// A body longer than the operation takes, where that is short enough to send.
  void send_too_much(const Operation& operation) {
    constexpr std::size_t sendable = 8U << 20U;
    if (operation.body_type != "application/json" || operation.body_limit > sendable) return;
    GeneratedRequest request = requests_.fitting(operation);
    request.body = "\"" + std::string(operation.body_limit, 'x') + "\"";
    request.is_wrong = true;
    ask(operation, request, true);
  }

 private:
  /// Addresses never run out: what one machine may ask in a minute is not what is tested here.
  std::string next_address() {
    ++addresses_;
    return "127." + std::to_string(1 + addresses_ / 60'000) + "." + std::to_string(1 + addresses_ / 250 % 240) + "." +
           std::to_string(1 + addresses_ % 250);
  }

  const HttpClient& caller(const Operation& operation, bool is_administrator) {
    if (!is_administrator) {
      nobody_ = server_.client();
      return nobody_;
    }
    if (!has_need(operation, Need::own_login)) return administrator_;
    if (stand_in_.always("Authorization").empty() || stand_in_.get("/api/v1/auth/me").status != 200) replace_stand_in();
    return stand_in_;
  }

  void replace_stand_in() {
    const std::string email = "stand-in" + std::to_string(++stand_ins_) + "@example.org";
    administrator_.post("/api/v1/users", {{"email", email}, {"role", "admin"}, {"password", "long enough 1 2 3"}});
    HttpClient client = server_.client();
    client.from(next_address());
    const auto login = client.post("/api/v1/auth/login", {{"email", email}, {"password", "long enough 1 2 3"}});
    if (login.status != 200) throw std::runtime_error("no stand-in: " + login.body);
    const json::value tokens = login.json();
    client.bearer(test::text_at(tokens, "access_token"));
    known_.learn("/api/v1/auth/sessions", json::object{{"id", tokens.at("session_id")}});
    known_.add("refresh_token", test::text_at(tokens, "refresh_token"));
    known_.add("old_password", "long enough 1 2 3");
    stand_in_ = client;
  }

  void ask(const Operation& operation, GeneratedRequest request, bool is_administrator) {
    HttpClient client = caller(operation, is_administrator);
    client.from(next_address());
    if (has_need(operation, Need::offset) && requests_.values().one_in(2))
      request.headers.emplace_back("Upload-Offset", requests_.values().one_in(4) ? "minus one" : "0");
    if (has_need(operation, Need::file)) request.is_wrong = false;
    if (has_need(operation, Need::upgrade) && requests_.values().one_in(2))  // of a handshake, only the half
      request.headers = {{"Connection", "Upgrade"}, {"Upgrade", "websocket"}};
    const bool upgrades = has_need(operation, Need::upgrade) && requests_.values().one_in(2);
    const HttpAnswer answer = upgrades ? upgraded(client, request)
                                       : client.send(request.method, request.target, request.body, request.headers);
    judge(operation, request, answer);
    if (!is_administrator && !operation.is_public && answer.status < 400)
      note(operation, request, answer, "it is answered although nobody has logged in");
  }

  HttpAnswer upgraded(const HttpClient& client, const GeneratedRequest& request) const {
    const std::string token = client.always("Authorization");
    return test::WebSocket(server_.port(), request.target,
                           token.empty() ? test::Headers{} : test::Headers{{"Authorization", token}},
                           std::chrono::seconds(30))
        .answer();
  }

  void judge(const Operation& operation, const GeneratedRequest& request, const HttpAnswer& answer) {
    ++asked_;
    for (const std::string& broken : check_.broken_promises(operation, answer))
      note(operation, request, answer, broken);
    if (request.is_wrong && answer.status < 400) note(operation, request, answer, "a wrong request is accepted");
    if (answer.status >= 300) return;
    succeeded_.insert(operation.id);
    if (answer.header("Content-Type") == "application/json") known_.learn(operation.path, answer.json());
  }

  void note(const Operation& operation, const GeneratedRequest& request, const HttpAnswer& answer,
            const std::string& what) {
    if (!noted_.insert(operation.id + what.substr(0, 40)).second) return;  // one example of each will do
    faults_.push_back(operation.id + ": " + what + "\n--- request\n" + request.text() + "\n--- answer " +
                      std::to_string(answer.status) + "\n" + answer.body.substr(0, 2000) + "\n");
  }

  const test::RunningServer& server_;
  HttpClient administrator_;
  json::value document_;
  std::vector<Operation> operations_;
  test::AnswerCheck check_;
  test::KnownThings known_;
  test::GeneratedRequests requests_;
  HttpClient stand_in_, nobody_{0};
  std::set<std::string> noted_, succeeded_;
  std::vector<std::string> faults_;
  std::size_t asked_ = 0, addresses_ = 0;
  unsigned furnished_ = 0, stand_ins_ = 0;
};

class Contract : public test::ProgramTest {
 protected:
  Contract() {
    installation.set("ADMIN_PASSWORD", test::administrator_password);
    installation.set("RATE_LIMIT_SIGNED_IN", "0");
    // Webhooks and sources of this test lead to a port of this machine where nobody listens.
    installation.set("ALLOWED_PRIVATE_NETWORKS", "127.0.0.0/8");
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Contract, test::both_engines(), test::engine_name);

TEST_P(Contract, HoldsWhateverIsAsked) {
  const unsigned seed = number_from_environment("CONTRACT_SEED", 20'261'122);
  const std::chrono::seconds time(number_from_environment("CONTRACT_SECONDS", 40));
  SCOPED_TRACE("CONTRACT_SEED=" + std::to_string(seed));
  test::RunningServer server(installation);
  Conversation conversation(server, seed);
  std::vector<Operation> order = conversation.operations();
  EXPECT_GT(order.size(), 70U);

  conversation.furnish();
  for (const Operation& operation : order) conversation.send_too_much(operation);
  std::mt19937 random(seed);
  const auto end = std::chrono::steady_clock::now() + time;
  for (bool is_first = true; is_first || std::chrono::steady_clock::now() < end; is_first = false) {
    std::shuffle(order.begin(), order.end(), random);
    for (const Operation& operation : order) {
      conversation.ask_about(operation);
      if (!is_first && std::chrono::steady_clock::now() > end) break;
    }
    conversation.furnish();
  }

  for (const std::string& fault : conversation.faults()) ADD_FAILURE() << fault;
  EXPECT_GT(conversation.succeeded(), order.size() * 3 / 4) << "the requests are too strange to prove anything";
  std::cout << conversation.asked() << " requests, " << conversation.succeeded() << " of " << order.size()
            << " operations succeeded at least once\n";
  EXPECT_EQ(server.client().get("/health").status, 200U);
  server.process().kill(SIGTERM);
  const test::Finished finished = server.process().wait();
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
}

TEST(SchemaCheck, FindsWhatDoesNotFit) {
  const test::SchemaCheck check(
      json::object{{"components", {{"schemas", {{"Id", {{"type", "string"}, {"format", "uuid"}}}}}}}});
  const json::value schema = json::parse(R"({"type": "object", "required": ["id"], "additionalProperties": false,
      "properties": {"id": {"$ref": "#/components/schemas/Id"}, "count": {"type": "integer", "format": "int32",
      "minimum": 0}, "names": {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 3}},
      "when": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]},
      "role": {"type": "string", "enum": ["admin", "user"]}}})");
  const std::string id = R"({"id": "01900000-0000-7000-8000-000000000000")";
  const auto violations = [&](const std::string& text) { return check.violations(json::parse(text), schema).size(); };
  EXPECT_EQ(violations(id + R"(, "count": 3, "names": ["a"], "when": null, "role": "user"})"), 0U);
  EXPECT_EQ(violations(id + R"(, "when": "2026-11-22T07:33:00Z", "count": 3.0})"), 0U);
  for (const char* const wrong :
       {R"(, "count": -1})", R"(, "count": 3.5})", R"(, "count": 99999999999})", R"(, "names": [""]})",
        R"(, "names": ["abcd"]})", R"(, "names": [null]})", R"(, "role": "guest"})", R"(, "other": 1})"})
    EXPECT_GT(violations(id + wrong), 0U) << wrong;
  EXPECT_GT(violations(id + R"(, "when": "yesterday"})"), 0U);
  EXPECT_EQ(violations(R"({"id": "none"})"), 1U);
  EXPECT_EQ(violations("{}"), 1U);
  EXPECT_EQ(violations("[]"), 1U);
}

TEST(SchemaCheck, RefusesAKeywordItDoesNotKnow) {
  const test::SchemaCheck check(json::object{});
  EXPECT_THROW(check.violations("text", json::object{{"type", "string"}, {"pattern", "^a"}}), std::logic_error);
  EXPECT_THROW(check.violations("text", json::object{{"type", "string"}, {"format", "ipv4"}}), std::logic_error);
}

}  // namespace
