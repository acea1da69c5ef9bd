// Files attached to mails.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "domain/suppliers/source_fields.h"
#include "domain/suppliers/source_files.h"
#include "domain/suppliers/source_request.h"
#include "platform/client/mailbox.h"
#include "platform/client/mime_message.h"

namespace suppliers {
namespace {

using platform::client::Encryption;
using platform::client::MailAttachment;
using platform::client::Mailbox;

struct EmailConfig {
  std::string host;
  std::optional<std::uint64_t> port;
  std::string user;
  std::optional<std::string> encryption, ca_certificate, folder, from, subject, attachment;
  std::optional<bool> mark_read;
  std::optional<std::string> file_name;
  std::optional<std::uint64_t> max_megabytes;
};
BOOST_DESCRIBE_STRUCT(EmailConfig, (),
                      (host, port, user, encryption, ca_certificate, folder, from, subject, attachment, mark_read,
                       file_name, max_megabytes))

constexpr std::array<std::string_view, 12> fields{"host",           "port",      "user",      "encryption",
                                                  "ca_certificate", "folder",    "from",      "subject",
                                                  "attachment",     "mark_read", "file_name", "max_megabytes"};
constexpr std::array<std::string_view, 1> secrets_known{"password"};
constexpr unsigned short plain_port = 143, tls_port = 993;
constexpr std::uint64_t mail_megabytes_when_absent = 50, most_mail_megabytes = 500;
constexpr std::size_t most_looked_at = 200;

/// Which message was imported last; kept where other kinds keep an ETag.
struct LastMessage {
  std::uint32_t validity = 0, number = 0;

  std::string text() const { return std::to_string(validity) + ":" + std::to_string(number); }
  static LastMessage parse(std::string_view text) {
    LastMessage last;
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return last;
    std::from_chars(text.data(), text.data() + colon, last.validity);
    std::from_chars(text.data() + colon + 1, text.data() + text.size(), last.number);
    return last;
  }
};

bool contains(std::string_view text, const std::optional<std::string>& wanted) {
  return !wanted || base::to_lower(text).find(base::to_lower(*wanted)) != std::string::npos;
}

class EmailReader final : public SourceReader {
 public:
  EmailReader(std::unique_ptr<Mailbox> mailbox, EmailConfig config)
      : mailbox_(std::move(mailbox)),
        config_(std::move(config)),
        most_bytes_(most_bytes(config_.max_megabytes, mail_megabytes_when_absent)) {}

  base::Result<> check(CheckSteps& steps) override {
    for (const auto& step : mailbox_->connect_steps()) RETURN_IF_FAILED(steps.step(step.name, step.run));
    RETURN_IF_FAILED(steps.step("folder", [&] { return open(); }));
    return steps.step("content", [&] { return content(); });
  }

  base::Result<Fetched> fetch(const FetchOrder& order) override {
    mailbox_->stop_when(order.should_stop);
    for (const auto& step : mailbox_->connect_steps()) RETURN_IF_FAILED(step.run());
    RETURN_IF_FAILED(open());
    const LastMessage last = LastMessage::parse(order.last.etag);
    const bool is_known = last.validity == found_.validity && last.number > 0;
    ASSIGN_OR_RETURN(const auto attachment, newest(is_known ? last.number : 0));
    Fetched fetched;
    if (!attachment && is_known) {
      fetched.outcome = Fetched::Outcome::unchanged;
      fetched.message = "There is no new message with such a file";
      return fetched;
    }
    if (!attachment) return missing();
    RETURN_IF_FAILED(take_bounded(order.file, attachment->content, most_bytes_, config_.host, order.options));
    fetched.etag = found_.text();
    fetched.file_name = config_.file_name.value_or(cleaned_name(attachment->name));
    if (fetched.file_name.empty()) fetched.file_name = "feed";
    return fetched;
  }

  base::Result<> handed_over() override {
    if (!config_.mark_read.value_or(false)) return {};
    RETURN_IF_FAILED(mailbox_->open(folder(), true));
    return mailbox_->mark_read(found_.number);
  }

 private:
  std::string folder() const { return config_.folder.value_or("INBOX"); }

  base::Result<std::string> open() {
    ASSIGN_OR_RETURN(const auto opened, mailbox_->open(folder(), false));
    found_.validity = opened.validity;
    return "The folder \"" + folder() + "\" can be read.";
  }

  /// The wanted file of the newest message above `after` that has one: what came before it is overtaken.
  base::Result<std::optional<MailAttachment>> newest(std::uint32_t after) {
    ASSIGN_OR_RETURN(auto numbers, mailbox_->search(after, {config_.from.value_or(""), config_.subject.value_or("")}));
    if (numbers.size() > most_looked_at) numbers.resize(most_looked_at);
    for (const std::uint32_t number : numbers) {
      auto attachment = attachment_of(number);
      // A message may be moved away while it is looked at.
      if (!attachment && attachment.error().kind == &platform::client::remote_path_missing) continue;
      if (!attachment) return base::failure(std::move(attachment).error());
      if (!*attachment) continue;
      found_.number = number;
      return attachment;
    }
    return std::optional<MailAttachment>{};
  }

  base::Result<std::optional<MailAttachment>> attachment_of(std::uint32_t number) {
    using platform::client::mail_field;
    ASSIGN_OR_RETURN(const auto head, mailbox_->head(number));
    if (!contains(mail_field(head.header, "from"), config_.from) ||
        !contains(mail_field(head.header, "subject"), config_.subject)) {
      return std::optional<MailAttachment>{};
    }
    subject_ = mail_field(head.header, "subject");
    const std::uint64_t most = most_bytes_ + most_bytes_ / 2 + (1U << 20U);  // base64 takes a third more
    if (head.size > most) return too_large();
    ASSIGN_OR_RETURN(const std::string message, mailbox_->read(number, most));
    const std::string pattern = base::to_lower(config_.attachment.value_or("*"));
    return platform::client::find_attachment(
        message, [&](const std::string& name) { return matches(pattern, base::to_lower(name)); });
  }

  tl::unexpected<base::Problem> too_large() const {
    return base::failure(platform::client::answer_too_large,
                         "The message \"" + std::string(base::utf8_prefix(subject_, 100)) + "\" is larger than the " +
                             base::group_thousands(most_bytes_) + " bytes allowed.",
                         "max_megabytes of the source allows more; from, subject and attachment say more exactly which "
                         "message is meant.");
  }

  tl::unexpected<base::Problem> missing() const {
    return base::failure(source_file_missing,
                         "The folder \"" + folder() + "\" of \"" + config_.user + "\" has no message with such a file.",
                         "Check folder, from, subject and attachment of the source; \"" +
                             config_.attachment.value_or("*") + "\" is the name that is looked for.");
  }

  base::Result<std::string> content() {
    ASSIGN_OR_RETURN(const auto attachment, newest(0));
    if (!attachment) return missing();
    ASSIGN_OR_RETURN(const std::string_view kind,
                     check_beginning(std::string_view(attachment->content).substr(0, beginning_size), config_.host));
    return "The newest message is \"" + std::string(base::utf8_prefix(subject_, 100)) + "\"; its file \"" +
           cleaned_name(attachment->name) + "\" looks like " + std::string(kind) + ", " +
           base::group_thousands(attachment->content.size()) + " bytes.";
  }

  std::unique_ptr<Mailbox> mailbox_;
  EmailConfig config_;
  std::uint64_t most_bytes_;
  LastMessage found_;
  std::string subject_;
};

base::Result<> check_folder(const std::optional<std::string>& folder) {
  if (!folder) return {};
  RETURN_IF_FAILED(check_text("folder", folder));
  if (std::ranges::none_of(*folder, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) return {};
  return invalid("config.folder", "The name of the folder has letters that IMAP writes in another way.",
                 "Choose a folder named in plain letters, or write it as the server does, such as Entw&APw-rfe.");
}

base::Result<std::string> checked(std::string_view text, const SourceBorders& borders) {
  ASSIGN_OR_RETURN(const auto object, object_of(text));
  ASSIGN_OR_RETURN(const auto config, config_as<EmailConfig>(object, fields));
  RETURN_IF_FAILED(check_server({config.host, config.port, config.encryption, config.ca_certificate}, borders.rules));
  RETURN_IF_FAILED(check_text("user", config.user));
  RETURN_IF_FAILED(check_folder(config.folder));
  RETURN_IF_FAILED(check_text("from", config.from));
  RETURN_IF_FAILED(check_text("subject", config.subject));
  RETURN_IF_FAILED(check_text("attachment", config.attachment));
  RETURN_IF_FAILED(check_text("file_name", config.file_name));
  if (config.max_megabytes && (*config.max_megabytes == 0 || *config.max_megabytes > most_mail_megabytes))
    return invalid("config.max_megabytes", "max_megabytes is out of range.", "Give a number from 1 to 500.");
  return stored_form(object, fields);
}

base::Result<> check_whole(const Source& source) {
  if (source.sealed.contains("password")) return {};
  return invalid("secrets.password", "There is no password for the mailbox.", "Give the secret password.");
}

base::Result<std::unique_ptr<SourceReader>> reader(const Source& source, const Secrets& secrets,
                                                   const SourceTools& tools) {
  ASSIGN_OR_RETURN(auto config, platform::http::from_json<EmailConfig>(source.config));
  const Encryption encryption = encryption_of(config.encryption, Encryption::from_the_start);
  auto server = server_of({config.host, config.port, {}, config.ca_certificate},
                          encryption == Encryption::from_the_start ? tls_port : plain_port, config.user,
                          secret_of(secrets, "password"));
  server.encryption = encryption;
  return std::make_unique<EmailReader>(platform::client::imap_mailbox(tools.client.rules(), std::move(server)),
                                       std::move(config));
}

}  // namespace

constinit const SourceKindRules email_kind{
    SourceKind::email, &checked,
    [](std::string_view name, std::string_view value) { return check_secret_line(name, value, secrets_known); },
    &check_whole, &reader};

}  // namespace suppliers
