{#- Chargeback for people who may not see the ledger.  Open months are replaced at
    every run; a closed month is taken once for each of its closings, as its digest
    says, so that months reopened and closed again are replaced, too. -#}
-- depends_on: {{ ref('ledger_events') }}
{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='month', on_schema_change='append_new_columns') }}
with closed as (
    select month, digest from {{ ref('stg_closed_months') }} where in_force
)
select c.month, c.service_month, c.pl_line, c.business_unit, c.agent, c.unit_of_work, c.volume, c.amount,
       c.exact_amount, c.is_complete, closed.digest as closing_digest
from {{ ref('stg_chargeback') }} as c
left join closed on closed.month = c.month
{% if is_incremental() %}
where closed.digest is null
   or not exists (select from {{ this }} as t where t.month = c.month and t.closing_digest = closed.digest)
{% endif %}
