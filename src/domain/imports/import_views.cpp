#include "domain/imports/import_views.h"

namespace imports {

std::optional<boost::json::value> json_of(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return boost::json::parse(text);
}

LedgerView ledger_of(const ImportReport& report) {
  const auto& [rows, offers, products, changes, problems] = report.counts;
  LedgerView view;
  view.rows_read = report.rows_read;
  view.created = rows.created;
  view.updated = rows.updated;
  view.unchanged = rows.unchanged;
  view.quarantined = rows.quarantined;
  view.skipped = rows.skipped;
  view.balances = report.balances();
  view.offers_created = offers.created;
  view.offers_updated = offers.updated;
  view.offers_withdrawn = offers.withdrawn;
  view.offers_revived = offers.revived;
  view.products_created = products.created;
  view.products_updated = products.updated;
  return view;
}

ImportView view_of(const ImportState& state) {
  ImportView view;
  view.id = state.id;
  view.supplier = state.supplier;
  view.file_name = state.file_name;
  view.mode = state.mode;
  view.dry_run = state.dry_run;
  view.status = state.status;
  view.is_cancelling = state.is_cancelling;
  view.rows_total = state.rows_total;
  view.resumed = state.resumed;
  view.attempt = state.attempt;
  view.progress = json_of(state.progress);
  if (state.report) view.ledger = ledger_of(*state.report);
  if (!state.problem_code.empty())
    view.problem = ProblemView{state.problem_code, state.problem_message, state.problem_cure};
  view.created_by = state.created_by;
  view.created_at = state.created_at;
  view.started_at = state.started_at;
  view.finished_at = state.finished_at;
  return view;
}

UploadView view_of(const Upload& upload) {
  return {upload.id,          upload.file_name, upload.size,       upload.offset,
          upload.is_complete, upload.sha256,    upload.created_at, upload.expires_at};
}

}  // namespace imports
