-- What a closed month is charged is what it was closed with.
select m.month, m.amount as closed_with, coalesce(c.amount, 0) as charged
from {{ source('ledger', 'closed_months') }} as m
left join (select month, sum(amount) as amount from {{ source('ledger', 'chargeback') }} group by month) as c
       on c.month = m.month
where m.in_force and m.amount <> coalesce(c.amount, 0)
