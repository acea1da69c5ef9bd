#pragma once

#include "platform/storage/s3_transport.h"

namespace platform::storage {

/// True for what may be better in a moment: no connection, a server's own trouble, too many requests.
bool is_worth_another_try(const S3Answer& answer);

/// What an answer that is no yes means to the operator. `what` names the object or the bucket.
base::Problem s3_problem(const S3Answer& answer, const S3Options& options, const std::string& bucket,
                         const std::string& key);

}  // namespace platform::storage
