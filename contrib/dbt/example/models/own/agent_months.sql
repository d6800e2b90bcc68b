{#- Months from the summaries of the days, with the digits of one pass over the calls. -#}
{{ config(materialized='table') }}
select agent, month, runrate.total_cost(summary)::numeric(38,12) as cost, runrate.outcome_count(summary) as outcomes,
       runrate.unit_cost(summary)::numeric(32,6) as unit_cost, runrate.hidden_ratio(summary)::numeric(32,6) as hidden_ratio,
       runrate.slo_status(runrate.unit_cost(summary), target => {{ var('unit_cost_target', 0.15) }}) as status
from (
    select agent, date_trunc('month', day)::date as month, runrate.rollup(summary) as summary
    from {{ ref('agent_days') }}
    group by agent, date_trunc('month', day)::date
) as months
