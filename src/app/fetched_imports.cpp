#include "app/fetched_imports.h"

#include <fstream>

namespace app {
namespace {

imports::ByteReader bytes_of(std::ifstream& in) {
  return [&in](std::span<char> out) -> base::Result<std::size_t> {
    in.read(out.data(), static_cast<std::streamsize>(out.size()));
    return static_cast<std::size_t>(in.gcount());
  };
}

}  // namespace

suppliers::ImportHandOver fetched_imports(imports::UploadService& uploads, imports::BackgroundImports& background) {
  const auto begin = [&uploads, &background](const suppliers::FetchedFile& file) -> base::Result<base::Uuid> {
    std::ifstream in(file.path, std::ios::binary);
    ASSIGN_OR_RETURN(
        const imports::Upload upload,
        uploads.take_in({.file_name = file.file_name, .size = file.size, .sha256 = file.sha256}, bytes_of(in)));
    imports::StartImport start;
    start.upload_id = upload.id;
    start.supplier = file.supplier;
    start.mode = file.mode == suppliers::SourceMode::full ? catalog::MergeMode::full : catalog::MergeMode::partial;
    start.created_by = file.created_by;
    ASSIGN_OR_RETURN(const imports::ImportState state, background.start(start));
    return state.id;
  };
  const auto has_failed = [&background](base::Uuid id) -> base::Result<bool> {
    const auto state = background.find(id);
    if (!state && state.error().kind == &imports::import_unknown) return false;  // long over
    if (!state) return base::failure(state.error());
    return state->status == "failed" || state->status == "cancelled";
  };
  return {begin, has_failed};
}

}  // namespace app
