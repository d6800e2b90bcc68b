{#- Unit costs of whole quarters: costs and outcomes are added up, never averaged. -#}
-- depends_on: {{ ref('ledger_events') }}
{{ config(materialized='table') }}
select date_trunc('quarter', month)::date as quarter, agent, unit_of_work,
       sum(fully_loaded_cost)::numeric(38,12) as fully_loaded_cost, sum(outcomes)::bigint as outcomes,
       (sum(fully_loaded_cost) / nullif(greatest(sum(outcomes), 0), 0))::numeric(32,6) as unit_cost,
       bool_and(is_complete) as is_complete
from {{ ref('stg_unit_costs') }}
group by date_trunc('quarter', month)::date, agent, unit_of_work
