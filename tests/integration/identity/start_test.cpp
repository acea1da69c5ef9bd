#include <gmock/gmock.h>

#include <thread>
#include <vector>

#include "integration/identity/identity_fixture.h"

namespace {

using test::code_of;
using test::must;

class FirstStart : public test::IdentityTest {};
INSTANTIATE_TEST_SUITE_P(Engines, FirstStart, test::both_engines(), test::engine_name);

TEST_P(FirstStart, MakesAnAdministratorOnce) {
  const auto made = must(service().start());
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->email, "admin@localhost");
  EXPECT_FALSE(made->is_generated);
  EXPECT_FALSE(must(service().start()).has_value());
  EXPECT_EQ(must(login("admin@localhost", admin_password)).user.role, identity::Role::admin);
}

TEST_P(FirstStart, GeneratesAPasswordThatWorks) {
  auto with = options();
  with.administrator_password.clear();
  with.administrator_email = "Boss@Example.com";
  const auto made = must(make_service(with)->start());
  ASSERT_TRUE(made && made->is_generated);
  EXPECT_GE(made->password.size(), 20U);
  EXPECT_EQ(code_of(login("boss@example.com", made->password)), "");
}

TEST_P(FirstStart, MakesOneAdministratorForManyProcesses) {
  constexpr std::size_t processes = 4;
  std::vector<std::unique_ptr<identity::IdentityService>> services;
  for (std::size_t i = 0; i < processes; ++i) {
    auto with = options();
    with.administrator_email = "admin" + std::to_string(i) + "@example.com";
    services.push_back(make_service(with));
  }
  std::vector<std::string> outcomes(processes);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < processes; ++i) {
      threads.emplace_back([&, i] {
        const auto started = services[i]->start();
        outcomes[i] = !started ? started.error().text() : started->has_value() ? "made" : "left";
      });
    }
  }
  EXPECT_THAT(outcomes, testing::UnorderedElementsAre("made", "left", "left", "left"));
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM users"), "1");
}

TEST_P(FirstStart, SchemaGoesDownAndUpAgain) {
  platform::db::Migrator migrator(main());
  must(migrator.to(0));
  must(migrator.up());
  EXPECT_TRUE(must(service().start()).has_value());
}

}  // namespace
