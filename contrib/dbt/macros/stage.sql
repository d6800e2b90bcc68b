{#- A report of the ledger with the columns of the model's contract, so that a
    column which a later version of the ledger adds does not break the contract. -#}
{% macro stage(report) -%}
select {{ model.columns.keys() | join(', ') }}
from {{ source('ledger', report) }}
{%- endmacro %}
