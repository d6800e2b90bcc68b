{#- Fails with every month whose sum of an amount differs from that of another
    relation; a month that only one of them has is a difference. -#}
{% test agrees_with(model, to, amount, month='month') %}
select coalesce(m.month, o.month) as month, m.amount, o.amount as other_amount
from (select {{ month }} as month, sum({{ amount }}) as amount from {{ model }} group by {{ month }}) as m
full join (select {{ month }} as month, sum({{ amount }}) as amount from {{ to }} group by {{ month }}) as o
       on o.month = m.month
where m.amount is distinct from o.amount
{% endtest %}
