#pragma once

#include <memory>
#include <string>

#include "platform/client/http_client.h"
#include "platform/client/remote_files.h"

namespace suppliers {

/// A bucket of a supplier's, and who asks for it.
struct S3Bucket {
  std::string endpoint;  ///< "https://s3.eu-west-3.amazonaws.com"
  std::string bucket;
  std::string region = "us-east-1";
  std::string access_key{}, secret_key{};
};

/// The files of a bucket, its keys taken as paths. Every request is one of `client`, so that it obeys its rules.
std::unique_ptr<platform::client::RemoteFiles> s3_files(const platform::client::HttpClient& client, S3Bucket bucket);

}  // namespace suppliers
