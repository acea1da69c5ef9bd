#include <fmt/format.h>

#include <thread>

#include "ops/checks/smoke_steps.h"
#include "ops/checks/websocket_message.h"
#include "platform/crypto/random.h"

namespace ops {
namespace {

using namespace std::chrono_literals;

constexpr int rows = 50;

std::string generated_feed() {
  std::string text = "sku;name;price;stock\n";
  for (int row = 1; row <= rows; ++row) text += fmt::format("SMOKE-{0};Trial article {0};{0}.50;{0}\n", row);
  return text;
}

bool is_over(const std::string& status) {
  return status != "waiting" && status != "running" && !status.empty();
}

}  // namespace

TrialImport::TrialImport(const Site& site, const SmokeOptions& options)
    : site_(site), options_(options), supplier_("smoke-" + platform::crypto::random_letters(8)) {}

TrialImport::~TrialImport() {
  // Only when a step failed before its turn; that one has been told of.
  static_cast<void>(clean_up());
}

base::Result<Finding> TrialImport::upload() {
  const std::string feed = generated_feed();
  RETURN_IF_FAILED(site_.post("/suppliers", {{"code", supplier_}, {"name", "Trial of the installation"}}));
  is_supplier_made_ = true;
  ASSIGN_OR_RETURN(const auto made, site_.post("/uploads", {{"file_name", "smoke.csv"}, {"size", feed.size()}}));
  upload_id_ = made.text({"id"});
  const std::string path = "/uploads/" + upload_id_;
  const std::size_t half = feed.size() / 2;
  const auto send = [&](std::string bytes, std::size_t offset) {
    return site_.send("PATCH", path, std::move(bytes),
                      {{"Content-Type", "application/offset+octet-stream"}, {"Upload-Offset", std::to_string(offset)}});
  };
  RETURN_IF_FAILED(send(feed.substr(0, half), 0));
  ASSIGN_OR_RETURN(const auto state, site_.get(path));
  if (state.number({"offset"}) != static_cast<std::int64_t>(half)) {
    return failing(
        "upload",
        "The upload stands at " + std::to_string(state.number({"offset"})) + " of " + std::to_string(half) + " bytes.",
        "Check that the proxy passes the bodies of PATCH requests on whole.");
  }
  RETURN_IF_FAILED(send(feed.substr(half), half));
  RETURN_IF_FAILED(site_.send("POST", path + "/complete", {}, {}));
  return fine("upload", std::to_string(feed.size()) + " bytes arrived in two pieces.");
}

base::Result<Finding> TrialImport::import() {
  // Before the import begins, or its first events would be missed.
  if (auto socket = site_.watch("imports.*", options_.longest_import)) {
    socket_.emplace(*std::move(socket));
  } else {
    socket_problem_ = socket.error();
  }
  ASSIGN_OR_RETURN(const auto started,
                   site_.post("/imports", {{"upload_id", upload_id_}, {"supplier", supplier_}, {"dry_run", true}}));
  import_id_ = started.text({"id"});
  const auto deadline = std::chrono::steady_clock::now() + options_.longest_import;
  for (;;) {
    ASSIGN_OR_RETURN(const auto state, site_.get("/imports/" + import_id_));
    const std::string status = state.text({"status"});
    if (status == "finished") {
      const auto read = state.number({"ledger", "rows_read"}), created = state.number({"ledger", "created"});
      const std::string found =
          "A dry run read " + std::to_string(read) + " rows and would create " + std::to_string(created) + " offers.";
      if (read == rows && created == rows) return fine("import", found);
      return failing("import", found + " It should be " + std::to_string(rows) + ".", "Run `suppliers-import doctor`.");
    }
    if (is_over(status)) {
      return failing("import", "The dry run ended as " + status + ": " + state.text({"problem", "message"}),
                     state.text({"problem", "cure"}));
    }
    if (std::chrono::steady_clock::now() > deadline) {
      return failing(
          "import",
          "The dry run is still " + status + " after " + std::to_string(options_.longest_import.count() / 1000) + " s.",
          "Check that a worker is at work and that the queue imports is not paused.");
    }
    std::this_thread::sleep_for(100ms);
  }
}

base::Result<Finding> TrialImport::live_event() {
  if (socket_problem_) return base::failure(*socket_problem_);
  if (!socket_ || import_id_.empty())
    return failing("live events", "Not tried: the import was not started.", "Mend that first.");
  for (;;) {
    ASSIGN_OR_RETURN(const std::string message, next_message(*socket_));
    if (message.find(import_id_) != std::string::npos)
      return fine("live events", "Events of the import came over the WebSocket.");
  }
}

base::Result<Finding> TrialImport::clean_up() {
  socket_.reset();
  if (!is_supplier_made_) return fine("clean-up", "Nothing was made.");
  is_supplier_made_ = false;
  RETURN_IF_FAILED(site_.send("DELETE", "/suppliers/" + supplier_, {}, {}));
  if (!upload_id_.empty()) {
    // An import takes its upload with it; then there is none to drop.
    static_cast<void>(site_.send("DELETE", "/uploads/" + upload_id_, {}, {}));
  }
  return fine("clean-up", "The supplier " + supplier_ + " is removed again.");
}

}  // namespace ops
