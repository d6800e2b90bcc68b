-- What is not known is little: var data_quality_limits has the part of the rows
-- that each check may find, 0 to 1.  A check that does not exist is an error.
{% set limits = var('data_quality_limits') %}
select limits.check_name, limits.found_limit, d.month, d.found, d.found_ratio, d.detail
from (values
{%- for check_name, limit in limits.items() %}
    ({{ dbt.string_literal(check_name) }}, {{ limit }}::numeric){{ ',' if not loop.last }}
{%- endfor %}
) as limits (check_name, found_limit)
left join {{ source('ledger', 'data_quality') }} as d on d.check_name = limits.check_name
where d.check_name is null or coalesce(d.found_ratio, d.found) > limits.found_limit
