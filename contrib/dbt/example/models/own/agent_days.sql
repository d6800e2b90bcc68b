{#- The calls of a day as one exact summary for each agent.  Late calls come for a
    few days, so these are computed anew. -#}
{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='day', on_schema_change='fail') }}
select agent, runrate.day_of(called_at, 'UTC') as day, runrate.cost_summary(layer, cost, outcomes) as summary
from {{ ref('calls') }}
{% if is_incremental() %}
where called_at >= (select max(day) - {{ var('late_days', 3) | int }} from {{ this }})::timestamp at time zone 'UTC'
{% endif %}
group by agent, runrate.day_of(called_at, 'UTC')
