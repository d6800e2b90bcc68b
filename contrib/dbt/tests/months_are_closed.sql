-- A month is closed some days after its end, var closing_days.
{{ config(severity='warn') }}
select distinct c.month
from {{ source('ledger', 'chargeback') }} as c
where c.month + interval '1 month' + {{ var('closing_days') | int }} * interval '1 day' <= current_date
  and not exists (
      select from {{ source('ledger', 'closed_months') }} as m where m.month = c.month and m.in_force)
