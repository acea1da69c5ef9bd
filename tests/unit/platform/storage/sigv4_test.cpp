// The examples AWS publishes with Signature Version 4 for S3.
#include "platform/storage/sigv4.h"

#include <gmock/gmock.h>

#include "base/text.h"
#include "platform/crypto/digest.h"

namespace {

using platform::storage::NamedValues;
using platform::storage::RequestToSign;
using ::testing::EndsWith;

const platform::storage::S3Credentials credentials{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
const base::Timestamp at = base::Timestamp::parse("2013-05-24T00:00:00Z").value();
const std::string nothing = platform::crypto::sha256_hex("");

RequestToSign request(std::string method, std::string path, NamedValues query, NamedValues headers,
                      const std::string& payload = nothing) {
  headers.emplace_back("host", "examplebucket.s3.amazonaws.com");
  headers.emplace_back("x-amz-date", "20130524T000000Z");
  headers.emplace_back("x-amz-content-sha256", payload);
  return {std::move(method), std::move(path), std::move(query), std::move(headers), payload};
}

TEST(SignatureVersion4, SignsReadingAPart) {
  EXPECT_EQ(authorization(credentials, request("GET", "/test.txt", {}, {{"range", "bytes=0-9"}}), at),
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST(SignatureVersion4, SignsWriting) {
  const auto put = request("PUT", "/" + base::percent_encoded("test$file.text", "/"), {},
                           {{"date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                           platform::crypto::sha256_hex("Welcome to Amazon S3."));
  EXPECT_THAT(authorization(credentials, put, at),
              EndsWith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"));
}

TEST(SignatureVersion4, SignsQueries) {
  EXPECT_THAT(authorization(credentials, request("GET", "/", {{"lifecycle", ""}}, {}), at),
              EndsWith("Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"));
  EXPECT_THAT(authorization(credentials, request("GET", "/", {{"prefix", "J"}, {"max-keys", "2"}}, {}), at),
              EndsWith("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"));
}

TEST(SignatureVersion4, SignsLinks) {
  const RequestToSign link{"GET", "/test.txt", {}, {{"host", "examplebucket.s3.amazonaws.com"}}, "UNSIGNED-PAYLOAD"};
  EXPECT_EQ(presigned_query(credentials, link, at, std::chrono::seconds(86'400)),
            "X-Amz-Algorithm=AWS4-HMAC-SHA256"
            "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
            "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
            "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

}  // namespace
