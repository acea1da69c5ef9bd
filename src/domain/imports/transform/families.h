#pragma once

#include <memory>

#include "base/result.h"
#include "domain/imports/transform/transform.h"

namespace imports {

using TransformPointer = std::shared_ptr<const Transform>;
/// Makes a transform from settings that are known and complete; fails with transform_setting when a value is wrong.
using TransformFactory = base::Result<TransformPointer> (*)(const TransformSpec&);

// text_case.cpp
base::Result<TransformPointer> make_trim(const TransformSpec& spec);
base::Result<TransformPointer> make_upper(const TransformSpec& spec);
base::Result<TransformPointer> make_lower(const TransformSpec& spec);
base::Result<TransformPointer> make_title(const TransformSpec& spec);
base::Result<TransformPointer> make_capitalise(const TransformSpec& spec);

// text_edit.cpp
base::Result<TransformPointer> make_replace(const TransformSpec& spec);
base::Result<TransformPointer> make_prefix(const TransformSpec& spec);
base::Result<TransformPointer> make_suffix(const TransformSpec& spec);
base::Result<TransformPointer> make_digits_only(const TransformSpec& spec);
base::Result<TransformPointer> make_left_pad(const TransformSpec& spec);
base::Result<TransformPointer> make_split(const TransformSpec& spec);
base::Result<TransformPointer> make_default(const TransformSpec& spec);

// lookup.cpp
base::Result<TransformPointer> make_lookup(const TransformSpec& spec);
base::Result<TransformPointer> make_availability(const TransformSpec& spec);

// html.cpp
base::Result<TransformPointer> make_strip_html(const TransformSpec& spec);

// measure.cpp
base::Result<TransformPointer> make_number(const TransformSpec& spec);
base::Result<TransformPointer> make_currency(const TransformSpec& spec);
base::Result<TransformPointer> make_unit(const TransformSpec& spec);

// arithmetic.cpp
base::Result<TransformPointer> make_add(const TransformSpec& spec);
base::Result<TransformPointer> make_subtract(const TransformSpec& spec);
base::Result<TransformPointer> make_multiply(const TransformSpec& spec);
base::Result<TransformPointer> make_divide(const TransformSpec& spec);
base::Result<TransformPointer> make_round(const TransformSpec& spec);
base::Result<TransformPointer> make_ex_vat(const TransformSpec& spec);
base::Result<TransformPointer> make_inc_vat(const TransformSpec& spec);

// date.cpp
base::Result<TransformPointer> make_date(const TransformSpec& spec);

}  // namespace imports
