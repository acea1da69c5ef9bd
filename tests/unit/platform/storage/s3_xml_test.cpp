#include "platform/storage/s3_xml.h"

#include <gtest/gtest.h>

namespace {

using platform::storage::read_error;
using platform::storage::read_list;
using platform::storage::read_upload_id;

TEST(S3Answers, AreReadAsListings) {
  const auto page = read_list(
      "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name>"
      "<IsTruncated>true</IsTruncated><NextContinuationToken>t&amp;1</NextContinuationToken>"
      "<Contents><Key>a/1</Key><Size>12</Size><LastModified>2026-11-22T07:33:00.000Z</LastModified>"
      "<Owner><ID>x</ID></Owner></Contents><Contents><Key>a/2</Key><Size>0</Size></Contents></ListBucketResult>");
  ASSERT_TRUE(page);
  ASSERT_EQ(page->objects.size(), 2U);
  EXPECT_EQ(page->objects[0].key, "a/1");
  EXPECT_EQ(page->objects[0].size, 12U);
  EXPECT_EQ(page->objects[0].changed_at.to_string(), "2026-11-22T07:33:00.000000Z");
  EXPECT_EQ(page->objects[1].key, "a/2");
  EXPECT_EQ(page->next, "t&1");
}

TEST(S3Answers, EndWithoutATokenOnTheLastPage) {
  const auto page = read_list("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
  ASSERT_TRUE(page);
  EXPECT_TRUE(page->objects.empty());
  EXPECT_TRUE(page->next.empty());
}

TEST(S3Answers, AreNoListingsWhenTheyAreSomethingElse) {
  EXPECT_FALSE(read_list(""));
  EXPECT_FALSE(read_list("<html></html>"));
  EXPECT_FALSE(read_list("<ListBucketResult><Contents>"));
  EXPECT_FALSE(read_list("<!DOCTYPE a [<!ENTITY e \"x\">]><ListBucketResult>&e;</ListBucketResult>"));
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_FALSE(read_list(deep));
}

TEST(S3Answers, SayWhyNot) {
  const auto error = read_error("<Error><Code>NoSuchBucket</Code><Message>None such.</Message></Error>");
  EXPECT_EQ(error.code, "NoSuchBucket");
  EXPECT_EQ(error.message, "None such.");
  EXPECT_EQ(read_error("").code, "");
  EXPECT_EQ(read_error("<Error><Code>Half").code, "");
  EXPECT_EQ(read_error("<ListBucketResult><Code>x</Code></ListBucketResult>").code, "");
}

TEST(S3Answers, TellWhenACopyWasMade) {
  const auto at = platform::storage::read_copied_at(
      "<CopyObjectResult><ETag>e</ETag><LastModified>2026-11-22T07:33:00Z</LastModified></CopyObjectResult>");
  ASSERT_TRUE(at);
  EXPECT_EQ(at->to_string(), "2026-11-22T07:33:00.000000Z");
  EXPECT_FALSE(platform::storage::read_copied_at("<Error><Code>InternalError</Code></Error>"));
}

TEST(S3Answers, NameAFileSentInParts) {
  EXPECT_EQ(read_upload_id("<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>"),
            "u1");
  EXPECT_FALSE(read_upload_id("<InitiateMultipartUploadResult/>"));
  EXPECT_EQ(platform::storage::parts_document({"\"e1\"", "e2"}),
            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>&quot;e1&quot;</ETag></Part>"
            "<Part><PartNumber>2</PartNumber><ETag>e2</ETag></Part></CompleteMultipartUpload>");
}

}  // namespace
