#include "platform/client/mailbox.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "platform/client/imap_stream.h"

namespace platform::client {
namespace {

constexpr std::uint64_t longest_answer = 8U << 20U;

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string quoted_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

/// The number after `word` in a line, as in "UIDVALIDITY 12".
std::optional<std::uint64_t> number_after(std::string_view line, std::string_view word) {
  const std::size_t at = line.find(word);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = base::trim(line.substr(at + word.size()));
  std::uint64_t number = 0;
  const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  return read.ec == std::errc{} ? std::optional(number) : std::nullopt;
}

class ImapMailbox final : public Mailbox {
 public:
  ImapMailbox(const AddressRules& rules, RemoteServer server) : rules_(rules), server_(std::move(server)) {}

  void stop_when(std::function<bool()> should_stop) override { server_.should_stop = std::move(should_stop); }

  std::vector<ConnectStep> connect_steps() override {
    return {{"address", [this] { return address(); }}, {"login", [this] { return login(); }}};
  }

  base::Result<MailFolder> open(const std::string& folder, bool to_change) override {
    ASSIGN_OR_RETURN(const ImapAnswer answer, ask((to_change ? "SELECT " : "EXAMINE ") + quoted_text(folder)));
    if (answer.status != "OK") {
      return base::failure(remote_path_missing,
                           "The mailbox of \"" + server_.user + "\" has no folder \"" + folder + "\" (" +
                               std::string(base::utf8_prefix(answer.text, 100)) + ").",
                           "Write the folder as the server names it, such as INBOX or INBOX.Prices.");
    }
    for (const ImapLine& line : answer.lines) {
      if (const auto validity = number_after(line.text, "[UIDVALIDITY "))
        return MailFolder{static_cast<std::uint32_t>(*validity)};
    }
    return unreadable("the numbers of its messages do not last");
  }

  base::Result<std::vector<std::uint32_t>> search(std::uint32_t after, const MailFilter& filter) override {
    std::string wanted = "UID SEARCH UID " + std::to_string(static_cast<std::uint64_t>(after) + 1) + ":* UNDELETED";
    if (!filter.from.empty() && is_ascii(filter.from)) wanted += " FROM " + quoted_text(filter.from);
    if (!filter.subject.empty() && is_ascii(filter.subject)) wanted += " SUBJECT " + quoted_text(filter.subject);
    ASSIGN_OR_RETURN(const ImapAnswer answer, ask(wanted));
    if (answer.status != "OK") return unreadable(answer.text);
    std::vector<std::uint32_t> numbers;
    for (const ImapLine& line : answer.lines) {
      if (!line.text.starts_with("SEARCH")) continue;
      for (const std::string_view word : base::split(line.text, ' ')) {
        std::uint32_t number = 0;
        const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
        // "5:*" names the last message also when its number is lower than 5.
        if (read.ec == std::errc{} && number > after) numbers.push_back(number);
      }
    }
    std::ranges::sort(numbers, std::greater<>{});
    return numbers;
  }

  base::Result<MailHead> head(std::uint32_t number) override {
    ASSIGN_OR_RETURN(const ImapLine line,
                     fetch(number, "(RFC822.SIZE BODY.PEEK[HEADER.FIELDS (FROM SUBJECT DATE)])", longest_answer));
    return MailHead{number_after(line.text, "RFC822.SIZE ").value_or(0), line.literals.front()};
  }

  base::Result<std::string> read(std::uint32_t number, std::uint64_t most_bytes) override {
    ASSIGN_OR_RETURN(ImapLine line, fetch(number, "(BODY.PEEK[])", most_bytes));
    return std::move(line.literals.front());
  }

  base::Result<> mark_read(std::uint32_t number) override {
    ASSIGN_OR_RETURN(const ImapAnswer answer, ask("UID STORE " + std::to_string(number) + " +FLAGS.SILENT (\\Seen)"));
    if (answer.status != "OK") return unreadable(answer.text);
    return {};
  }

 private:
  base::Result<std::string> address() {
    RETURN_IF_FAILED(rules_.check_url("http://" + authority_of(server_)));
    return "The address of \"" + server_.host + "\" may be used.";
  }

  base::Result<std::string> login() {
    stream_ = std::make_unique<ImapStream>(rules_, server_);
    RETURN_IF_FAILED(stream_->connect());
    return "The mail server \"" + server_.host + "\" lets the user \"" + server_.user + "\" in.";
  }

  base::Result<ImapAnswer> ask(const std::string& command) { return stream_->command(command, longest_answer); }

  base::Result<ImapLine> fetch(std::uint32_t number, const std::string& what, std::uint64_t most_bytes) {
    ASSIGN_OR_RETURN(ImapAnswer answer,
                     stream_->command("UID FETCH " + std::to_string(number) + " " + what, most_bytes));
    for (ImapLine& line : answer.lines) {
      if (line.text.find(" FETCH ") != std::string::npos && !line.literals.empty()) return std::move(line);
    }
    if (answer.status != "OK") return unreadable(answer.text);
    return base::failure(remote_path_missing, "The message is no longer in the folder.", "It was moved or deleted.");
  }

  tl::unexpected<base::Problem> unreadable(std::string_view why) const {
    return base::failure(answer_broken,
                         "The mail server \"" + server_.host +
                             "\" does not answer as it should: " + std::string(base::utf8_prefix(why, 200)) + ".",
                         "Try again; if it stays like this, ask the operator of that server.");
  }

  AddressRules rules_;
  RemoteServer server_;
  std::unique_ptr<ImapStream> stream_;
};

}  // namespace

std::unique_ptr<Mailbox> imap_mailbox(const AddressRules& rules, RemoteServer server) {
  return std::make_unique<ImapMailbox>(rules, std::move(server));
}

}  // namespace platform::client
