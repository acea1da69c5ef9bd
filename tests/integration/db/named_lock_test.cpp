#include "platform/db/named_lock.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "support/database_fixture.h"

namespace platform::db {
namespace {

using test::must;

class NamedLockTest : public test::DatabaseTest {
 protected:
  std::optional<NamedLock> take(Connection& on, std::string_view name) {
    return must(NamedLock::try_take(database(), on, name));
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, NamedLockTest, test::both_engines(), test::engine_name);

TEST_P(NamedLockTest, IsHeldByOneAtATime) {
  const auto other = must(database().connect());
  {
    const auto lock = take(connection(), "supplier/ACME");
    ASSERT_TRUE(lock);
    EXPECT_FALSE(take(*other, "supplier/ACME"));
  }
  EXPECT_TRUE(take(*other, "supplier/ACME"));
}

TEST_P(NamedLockTest, IsKnownByItsWholeName) {
  const auto other = must(database().connect());
  const auto lock = take(connection(), "supplier/ACME");
  EXPECT_TRUE(take(*other, "supplier/OTHER"));
  EXPECT_TRUE(take(*other, "supplier_ACME")) << "a character a file name cannot hold must not make two names one";
  EXPECT_TRUE(take(*other, "supplier:ACME"));
}

TEST_P(NamedLockTest, MayBeMoved) {
  const auto other = must(database().connect());
  auto lock = take(connection(), "a");
  ASSERT_TRUE(lock);
  const NamedLock moved = *std::move(lock);
  lock.reset();
  EXPECT_FALSE(take(*other, "a"));
}

TEST_P(NamedLockTest, EndsWithItsSession) {
  const auto other = must(database().connect());
  if (on_postgres()) {
    constexpr Statement pid{"test.pid", "", "SELECT pg_backend_pid()"};
    constexpr Statement kill_session{"test.kill", "", "SELECT pg_terminate_backend(:p1, 5000)"};
    const auto lock = take(connection(), "a");
    ASSERT_TRUE(lock);
    must(other->query(kill_session, must(connection().query_one(pid))->integer(0)));
    EXPECT_TRUE(take(*other, "a"));
    return;
  }
  // On SQLite it belongs to the process: a child takes it and is killed.
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto own = Database::open("catalog", url());
    auto session = own->connect();
    const auto lock = NamedLock::try_take(*own, **session, "a");
    const char held = lock && *lock ? 'y' : 'n';
    if (::write(ready[1], &held, 1) == 1) ::pause();
    ::_exit(1);
  }
  char held = 'n';
  ASSERT_EQ(::read(ready[0], &held, 1), 1);
  ASSERT_EQ(held, 'y');
  EXPECT_FALSE(take(*other, "a"));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(take(*other, "a"));
  ::close(ready[0]);
  ::close(ready[1]);
}

}  // namespace
}  // namespace platform::db
