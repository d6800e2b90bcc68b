{#- Fails with what stands in more than one row; NULLs are equal to each other. -#}
{% test unique_grain(model, grain) %}
select {{ grain | join(', ') }}, count(*) as row_count
from {{ model }}
group by {{ grain | join(', ') }}
having count(*) > 1
{% endtest %}
