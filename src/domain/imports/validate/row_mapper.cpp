#include "domain/imports/validate/row_mapper.h"

#include "domain/imports/validate/mapping_plan.h"
#include "domain/imports/validate/row_reader.h"

namespace imports {

struct RowMapper::Plan : MappingPlan {};

RowMapper::RowMapper(std::unique_ptr<const Plan> plan) : plan_(std::move(plan)) {}
RowMapper::RowMapper(RowMapper&&) noexcept = default;
RowMapper& RowMapper::operator=(RowMapper&&) noexcept = default;
RowMapper::~RowMapper() = default;

base::Result<RowMapper> RowMapper::create(const Mapping& mapping, const std::vector<std::string>& columns) {
  ASSIGN_OR_RETURN(auto plan, plan_mapping(mapping, columns));
  return RowMapper(std::make_unique<const Plan>(Plan{std::move(plan)}));
}

void RowMapper::map(const Record& record, MappedRow& row) const {
  row.sku.clear();
  row.values.reset();
  row.problems.clear();
  row.rejected = row.skipped = false;
  row.skip_reason.clear();
  RowReader(*plan_, record, row).read();
}

base::Result<> check_mapping(const Mapping& mapping) {
  std::vector<std::string> columns;
  const auto take = [&columns](const FieldRule& rule) {
    columns.insert(columns.end(), rule.from.begin(), rule.from.end());
  };
  for (const auto& rule : mapping.fields) {
    if (rule) take(*rule);
  }
  for (const auto& attribute : mapping.attributes) take(attribute.rule);
  for (const auto& skip : mapping.skip) columns.push_back(skip.from);
  RETURN_IF_FAILED(plan_mapping(mapping, columns));
  return {};
}

}  // namespace imports
