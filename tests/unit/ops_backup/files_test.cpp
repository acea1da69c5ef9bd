// How files of a backup are packed and encrypted, and what is noticed when somebody touches them.
#include <gtest/gtest.h>

#include <fstream>

#include "ops/backup/backup_problems.h"
#include "ops/backup/work_folder.h"
#include "platform/crypto/random.h"
#include "support/result_check.h"
#include "support/temporary_folder.h"

namespace {

using backup::Form;
using backup::Packed;
using backup::StoredFile;
using test::code_of;
using test::must;

constexpr std::size_t chunk = 1U << 20U;

class BackupFiles : public ::testing::Test {
 protected:
  StoredFile store(const std::string& text, const Form& form) {
    const auto writer = must(backup::FileWriter::create(file(), form));
    // In pieces that meet no boundary of the form.
    for (std::size_t at = 0; at < text.size(); at += 70'001)
      must(writer->add(std::string_view(text).substr(at, 70'001)));
    return must(writer->finish());
  }
  base::Result<std::string> load(const StoredFile& expected, const Form& form) const {
    std::string text;
    backup::FileReader reader(expected, form, [&text](std::span<const char> bytes) -> base::Result<> {
      text.append(bytes.data(), bytes.size());
      return {};
    });
    RETURN_IF_FAILED(backup::read_local(file(), [&reader](std::span<const char> bytes) { return reader.add(bytes); }));
    RETURN_IF_FAILED(reader.finish());
    return text;
  }
  /// What is read when somebody changed the file and its entry in the manifest too.
  base::Result<std::string> load_forged(const std::string& bytes, const Form& form) const {
    std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
    return load({"main.dump", platform::crypto::sha256_hex(bytes), bytes.size()}, form);
  }
  std::string stored() const {
    std::ifstream in(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::filesystem::path file() const { return folder_ / "file"; }
  void remove() const { std::filesystem::remove(file()); }

  const backup::SealKey key_{"a key of the test that is long enough"};

 private:
  test::TemporaryFolder folder_;
};

TEST_F(BackupFiles, ComeBackAsTheyWereWhateverTheirSize) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, chunk - 1, chunk, chunk + 1, 3 * chunk}) {
    const std::string text = platform::crypto::random_bytes(size);
    for (const Packed packed : {Packed::no, Packed::yes}) {
      for (const backup::SealKey* const key : {static_cast<const backup::SealKey*>(nullptr), &key_}) {
        const Form form{packed, key, "id/main.dump"};
        const StoredFile entry = store(text, form);
        EXPECT_EQ(entry.bytes, std::filesystem::file_size(file()));
        EXPECT_EQ(must(load(entry, form)), text) << size << " bytes";
        remove();
      }
    }
  }
}

TEST_F(BackupFiles, TakeLessRoomPacked) {
  EXPECT_LT(store(std::string(chunk, 'x'), {Packed::yes, nullptr, ""}).bytes, chunk / 100);
}

TEST_F(BackupFiles, ShowNothingOfWhatIsEncrypted) {
  const std::string text(5'000, 'x');
  store(text, {Packed::no, &key_, "id/main.dump"});
  EXPECT_EQ(stored().find("xxxx"), std::string::npos);
}

TEST_F(BackupFiles, AreNotTakenForWholeWhenAByteIsAnother) {
  const Form form{Packed::no, &key_, "id/main.dump"};
  store(std::string(100'000, 'x'), form);
  std::string bytes = stored();
  bytes[bytes.size() / 2] ^= 1;
  EXPECT_EQ(code_of(load_forged(bytes, form)), "backup.damaged");
}

TEST_F(BackupFiles, AreNotTakenForWholeWhenTheyAreCutOrMixedUp) {
  const Form form{Packed::no, &key_, "id/main.dump"};
  store(std::string(chunk, 'a') + std::string(chunk, 'b') + std::string(100, 'c'), form);
  const std::string bytes = stored();
  constexpr std::size_t head = 5 + 8 + 16, sealed_chunk = chunk + 16;
  EXPECT_EQ(code_of(load_forged(bytes.substr(0, head + 2 * sealed_chunk), form)), "backup.damaged") << "cut";
  EXPECT_EQ(code_of(load_forged(bytes.substr(0, 10), form)), "backup.damaged") << "cut in its head";
  const std::string swapped = bytes.substr(0, head) + bytes.substr(head + sealed_chunk, sealed_chunk) +
                              bytes.substr(head, sealed_chunk) + bytes.substr(head + 2 * sealed_chunk);
  EXPECT_EQ(code_of(load_forged(swapped, form)), "backup.damaged") << "two parts exchanged";
  EXPECT_EQ(code_of(load_forged(bytes, {Packed::no, &key_, "id/media.dump"})), "backup.damaged")
      << "one file in the place of another";
  EXPECT_TRUE(load_forged(bytes, form));
}

TEST_F(BackupFiles, DoNotOpenWithAnotherKey) {
  store("text", {Packed::no, &key_, "id/main.dump"});
  const backup::SealKey other("another key of the test, as long as that");
  EXPECT_EQ(code_of(load_forged(stored(), {Packed::no, &other, "id/main.dump"})), "backup.key_missing");
}

TEST_F(BackupFiles, SayThatPackedBytesAreCut) {
  store(platform::crypto::random_bytes(300'000), {Packed::yes, nullptr, ""});
  const std::string bytes = stored();
  EXPECT_EQ(code_of(load_forged(bytes.substr(0, bytes.size() - 9), {Packed::yes, nullptr, ""})), "backup.damaged");
  EXPECT_EQ(code_of(load_forged(bytes + "more", {Packed::yes, nullptr, ""})), "backup.damaged");
  EXPECT_EQ(code_of(load_forged("not packed at all", {Packed::yes, nullptr, ""})), "backup.damaged");
}

TEST_F(BackupFiles, AreNotTakenForWholeWhenTheManifestSaysOtherwise) {
  StoredFile entry = store("text", {});
  entry.bytes += 1;
  EXPECT_EQ(code_of(load(entry, {})), "backup.damaged");
}

}  // namespace
