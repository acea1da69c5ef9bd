#pragma once

#include "domain/imports/imports_tasks.h"
#include "domain/imports/uploads.h"
#include "domain/suppliers/sources_tasks.h"

namespace app {

/// How a file fetched from a source becomes an import: taken in as an upload, started like any other. Both services
/// must outlive what is given.
suppliers::ImportHandOver fetched_imports(imports::UploadService& uploads, imports::BackgroundImports& background);

}  // namespace app
