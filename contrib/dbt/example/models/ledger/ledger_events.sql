{#- The calls as facts of the ledger.  What is there already is skipped, so a run
    can be repeated; corrections are reversals and not another row with the key. -#}
{{ config(
    materialized='incremental', incremental_strategy='delete+insert', unique_key='source_key', on_schema_change='fail',
    post_hook="insert into {{ source('ledger', 'events') }} (occurred_at, source, source_key, agent, work_item, layer, cost)
               select occurred_at, source, source_key, agent, work_item, layer, cost from {{ this }}
               where occurred_at >= (select max(occurred_at) from {{ this }}) - {{ var('late_days', 3) | int }} * interval '1 day'
                  or not {{ is_incremental() }}") }}
select called_at as occurred_at, 'dbt calls'::text as source, call_id as source_key, agent, ticket as work_item, layer, cost
from {{ ref('calls') }}
{% if is_incremental() %}
where called_at >= (select max(occurred_at) from {{ this }}) - {{ var('late_days', 3) | int }} * interval '1 day'
{% endif %}
