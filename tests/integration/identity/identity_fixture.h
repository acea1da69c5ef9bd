#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "domain/identity/identity.h"
#include "platform/db/migrations.h"
#include "support/database_fixture.h"

namespace test {

/// A migrated main database and a service on it whose passwords are cheap to check.
class IdentityTest : public DatabaseTest {
 protected:
  static constexpr const char* admin_password = "violet tram under rain";
  static constexpr const char* user_password = "seven quiet lighthouses";

  void SetUp() override {
    DatabaseTest::SetUp();
    main_ = std::make_unique<platform::db::Database>(must(platform::db::Database::open("main", url())));
    must(platform::db::Migrator(*main_).up());
    service_ = make_service();
  }
  void TearDown() override {
    service_.reset();
    main_.reset();
    DatabaseTest::TearDown();
  }

  static identity::IdentityOptions options() {
    identity::IdentityOptions options;
    options.keys = {"a token key of the tests, long enough", "", "a secret key of the tests, long enough", ""};
    options.administrator_password = admin_password;
    options.password_cost = {64, 1, 1, 4};
    return options;
  }
  /// Another process on the same database.
  std::unique_ptr<identity::IdentityService> make_service(const identity::IdentityOptions& with = options()) {
    return std::make_unique<identity::IdentityService>(*main_, with);
  }

  identity::IdentityService& service() { return *service_; }
  platform::db::Database& main() { return *main_; }

  static identity::Authority everything() { return {identity::Actor{}, identity::PermissionSet::all(), {}}; }

  identity::User start_with_admin() {
    must(service().start());
    return must(service().users().list("admin@localhost", {})).items.at(0);
  }
  identity::User add_user(const std::string& email, identity::Role role = identity::Role::user) {
    return must(service().users().create(everything(), {email, "Somebody", role, user_password})).user;
  }
  base::Result<identity::Tokens> login(const std::string& email, const std::string& password,
                                       const std::string& address = "192.0.2.1") {
    return service().logins().login({email, password}, {address, "tests", "request-1"});
  }
  static platform::http::Request request_with(const std::string& name, const std::string& value) {
    platform::http::Request request;
    request.headers = {{name, value}};
    return request;
  }
  /// Whom the service takes the credential for: "" or the code of the problem.
  static std::string refusal(identity::IdentityService& service, const std::string& credential) {
    return std::string(code_of(service.authenticate(std::string_view(credential))));
  }

  std::string scalar(const std::string& sql) {
    const platform::db::Statement statement("test.scalar", sql);
    auto lease = must(main_->acquire());
    const auto found = must(lease->query_one(statement));
    return found ? found->text(0) : std::string("(none)");
  }
  void run(const std::string& sql) { must(must(main_->acquire())->execute_script("test.run", sql)); }

 private:
  std::unique_ptr<platform::db::Database> main_;
  std::unique_ptr<identity::IdentityService> service_;
};

}  // namespace test
