#include "platform/client/mail_sender.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "base/text.h"

namespace platform::client {
namespace {

constexpr unsigned short implicit_tls_port = 465;

/// A transfer's state, which libcurl's callbacks reach through a pointer.
struct Transfer {
  std::string_view unsent;
  std::string reply;  ///< the server's last line
  std::array<char, CURL_ERROR_SIZE> error{};
};

std::size_t give_message(char* buffer, std::size_t size, std::size_t count, void* transfer) {
  std::string_view& unsent = static_cast<Transfer*>(transfer)->unsent;
  const std::size_t length = std::min(unsent.size(), size * count);
  std::memcpy(buffer, unsent.data(), length);
  unsent.remove_prefix(length);
  return length;
}

std::size_t keep_reply(char* line, std::size_t size, std::size_t count, void* transfer) {
  constexpr std::size_t longest_reply = 300;
  constexpr std::string_view farewell = "221";  // follows a refusal, too
  const std::string_view text = base::trim({line, size * count});
  if (!text.empty() && !text.starts_with(farewell)) {
    static_cast<Transfer*>(transfer)->reply = text.substr(0, longest_reply);
  }
  return size * count;
}

using Easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

template <class T>
void set(const Easy& easy, CURLoption option, T value) {
  if (const CURLcode code = curl_easy_setopt(easy.get(), option, value); code != CURLE_OK) {
    throw std::runtime_error(std::string("libcurl refuses an option: ") + curl_easy_strerror(code));
  }
}

bool is_tls_from_the_start(const MailServer& server) {
  return server.use_tls && server.port == implicit_tls_port;
}

std::string url_of(const MailServer& server) {
  const bool is_ipv6 = server.host.find(':') != std::string::npos && !server.host.starts_with('[');
  return (is_tls_from_the_start(server) ? "smtps://" : "smtp://") + (is_ipv6 ? "[" + server.host + "]" : server.host) +
         ":" + std::to_string(server.port);
}

void set_up(const Easy& easy, const MailServer& server, Transfer& transfer) {
  set(easy, CURLOPT_URL, url_of(server).c_str());
  set(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(easy, CURLOPT_PROXY, "");
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_USE_SSL, static_cast<long>(server.use_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  if (!server.authority_file.empty()) set(easy, CURLOPT_CAINFO, server.authority_file.c_str());
  if (!server.username.empty()) {
    set(easy, CURLOPT_USERNAME, server.username.c_str());
    set(easy, CURLOPT_PASSWORD, server.password.c_str());
  }
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(server.connect_timeout.count()));
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(server.total_timeout.count()));
  set(easy, CURLOPT_UPLOAD, 1L);
  set(easy, CURLOPT_READFUNCTION, &give_message);
  set(easy, CURLOPT_READDATA, static_cast<void*>(&transfer));
  set(easy, CURLOPT_HEADERFUNCTION, &keep_reply);
  set(easy, CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
  set(easy, CURLOPT_ERRORBUFFER, transfer.error.data());
}

std::string name_of(const MailServer& server) {
  return "The mail server " + server.host + ":" + std::to_string(server.port);
}

/// What a server that spoke made of the mail: for now, or for good.
base::Problem refusal(const Transfer& transfer, const MailServer& server, const Mail& mail) {
  const std::string said = name_of(server) + " answered \"" + transfer.reply + "\" to the mail for " + mail.to + ".";
  if (transfer.reply.starts_with('4')) return {&mail_deferred, said, "It is tried again by itself.", {}};
  if (std::string_view(transfer.error.data()).starts_with("RCPT")) {
    return {&mail_recipient_refused, said, "Check the recipient's address.", {}};
  }
  return {&mail_refused, said, "Check that FROM_EMAIL is an address this mail server may send for.", {}};
}

base::Problem tls_problem(const Transfer& transfer, const MailServer& server) {
  return {&mail_tls_failed,
          name_of(server) + " does not speak TLS as it should: " + transfer.error.data() + ".",
          "Check SMTP_SERVER and SMTP_PORT (587 with STARTTLS, 465 with TLS from the start) and the server's "
          "certificate. SMTP_USE_TLS=false sends in the clear.",
          {}};
}

base::Problem problem_of(CURLcode code, const Transfer& transfer, const MailServer& server, const Mail& mail) {
  switch (code) {
    case CURLE_LOGIN_DENIED:
      return {&mail_login_refused,
              name_of(server) + " refuses the user \"" + server.username + "\".",
              "Check SMTP_USERNAME and SMTP_PASSWORD.",
              {}};
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return tls_problem(transfer, server);
    case CURLE_OPERATION_TIMEDOUT:
      return {&mail_server_slow,
              name_of(server) + " did not take the mail in time: " + transfer.error.data() + ".",
              "It is tried again by itself. If it lasts, check SMTP_SERVER and SMTP_PORT, and the server's load.",
              {}};
    case CURLE_SEND_ERROR:
    case CURLE_WEIRD_SERVER_REPLY:
      // A refusal has a reply of its own; a connection that broke off has the last good one.
      if (transfer.reply.starts_with('4') || transfer.reply.starts_with('5')) return refusal(transfer, server, mail);
      break;
    default:
      break;
  }
  const char* const detail = transfer.error[0] != '\0' ? transfer.error.data() : curl_easy_strerror(code);
  return {&mail_server_away,
          name_of(server) + " cannot be reached: " + detail + ".",
          "Check SMTP_SERVER and SMTP_PORT, and that a firewall lets this machine reach them.",
          {}};
}

}  // namespace

base::Result<> MailSender::send(const Mail& mail) const {
  ASSIGN_OR_RETURN(const std::string message, compose(mail, server_.from, base::Timestamp::now()));
  const Easy easy(curl_easy_init(), &curl_easy_cleanup);
  const List recipients(curl_slist_append(nullptr, ("<" + mail.to + ">").c_str()), &curl_slist_free_all);
  if (!easy || !recipients) throw std::bad_alloc();
  Transfer transfer{message, {}, {}};
  set_up(easy, server_, transfer);
  set(easy, CURLOPT_MAIL_FROM, ("<" + server_.from.email + ">").c_str());
  set(easy, CURLOPT_MAIL_RCPT, recipients.get());
  const CURLcode code = curl_easy_perform(easy.get());
  if (code == CURLE_OK) return {};
  return base::failure(problem_of(code, transfer, server_, mail));
}

}  // namespace platform::client
