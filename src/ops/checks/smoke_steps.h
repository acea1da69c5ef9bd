#pragma once

#include "ops/checks/site.h"

namespace ops {

// The steps of the smoke test, each one finding; a Problem is one that failed. All but the first two need a signed-in
// site.

base::Result<Finding> try_health(const Site& site, const SmokeOptions& options);
base::Result<Finding> try_sign_in(Site& site, const SmokeOptions& options);
base::Result<Finding> try_dashboard(const Site& site);
base::Result<Finding> try_workers(const Site& site);
base::Result<Finding> try_metrics(const Site& site);
base::Result<Finding> try_error_reports(const Site& site);
/// Many reads, some at once.
base::Result<Finding> try_speed(const Site& site, const SmokeOptions& options);
base::Result<Finding> try_pools(const Site& site);
base::Result<Finding> try_cache(const Site& site);
base::Result<Finding> try_sign_out(const Site& site, const SmokeOptions& options);

/// A feed of a supplier that exists for as long as this does.
class TrialImport {
 public:
  TrialImport(const Site& site, const SmokeOptions& options);
  TrialImport(const TrialImport&) = delete;
  TrialImport& operator=(const TrialImport&) = delete;
  ~TrialImport();

  /// In two pieces, as after a connection that broke.
  base::Result<Finding> upload();
  /// Read, mapped and merged, and nothing of it kept.
  base::Result<Finding> import();
  /// The event of the import arrived.
  base::Result<Finding> live_event();
  base::Result<Finding> clean_up();

 private:
  const Site& site_;
  const SmokeOptions& options_;
  std::string supplier_, upload_id_, import_id_;
  bool is_supplier_made_ = false;
  std::optional<Wire> socket_;
  std::optional<base::Problem> socket_problem_;
};

}  // namespace ops
