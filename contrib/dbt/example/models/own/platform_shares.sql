{#- The bill of the platform, shared by what the agents' calls cost: cents that sum to it. -#}
{{ config(materialized='table') }}
select month, agent,
       runrate.allocate({{ var('platform_bill', 100.00) }}::numeric, cost) over (partition by month order by agent)::numeric(38,2) as amount
from {{ ref('agent_months') }}
