#include "domain/notifications/account_mails.h"

#include "domain/notifications/mail_page.h"

namespace notifications {
namespace {

struct Texts {
  std::string subject, why, link, until, unasked;
};

Texts texts_of(const std::string& app, bool is_invitation, Language language) {
  if (language == Language::fr) {
    if (is_invitation) {
      return {"Votre compte " + app,
              "Un compte a été créé pour vous. Choisissez votre mot de passe :", "Choisir mon mot de passe",
              "Ce lien est valable une fois, jusqu'au ", "Si vous n'attendiez pas ce message, ignorez-le."};
    }
    return {"Nouveau mot de passe pour " + app, "Un nouveau mot de passe a été demandé pour votre compte.",
            "Choisir un nouveau mot de passe", "Ce lien est valable une fois, jusqu'au ",
            "Si vous ne l'avez pas demandé, ignorez ce message : rien ne change."};
  }
  if (is_invitation) {
    return {"Your account at " + app, "An account was made for you. Choose your password:", "Choose my password",
            "This link works once, until ", "If you did not expect this message, leave it."};
  }
  return {"New password for " + app, "Somebody asked for a new password of your account.", "Choose a new password",
          "This link works once, until ", "If it was not you, leave this message: nothing changes."};
}

/// "2026-11-22 07:33 UTC"
std::string minute_of(base::Timestamp time) {
  std::string text = time.to_string().substr(0, 16);
  text[10] = ' ';
  return text + " UTC";
}

}  // namespace

platform::client::Mail password_mail(const Installation& installation, const PasswordLink& link, Language language) {
  const Texts texts = texts_of(installation.name, link.is_invitation, language);
  MailPage page;
  page.paragraph(texts.why);
  // Behind the '#', so that no server on the way logs it.
  page.link(texts.link, installation.url + "/reset-password#token=" + link.token);
  page.paragraph(texts.until + minute_of(link.expires_at) + ".");
  page.footer(texts.unasked);
  platform::client::Mail mail{link.email, link.name, texts.subject, {}, {}, {}};
  page.write_to(mail);
  return mail;
}

}  // namespace notifications
