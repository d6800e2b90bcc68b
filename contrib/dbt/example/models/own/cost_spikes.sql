{#- Days that cost far from what the agent's days before them did. -#}
{{ config(materialized='view') }}
select agent, day, cost, score::numeric(32,6) as score
from (
    select agent, day, runrate.total_cost(summary)::numeric(38,12) as cost,
           runrate.anomaly_score(runrate.total_cost(summary), 28) over (partition by agent order by day) as score
    from {{ ref('agent_days') }}
) as days
where abs(score) > 3.5
