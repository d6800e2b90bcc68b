-- Every row that was loaded was taken, or mended and loaded again since.
select q.id, q.recorded_at, q.fact, q.source, q.source_key, q.problem
from {{ source('ledger', 'quarantine') }} as q
where exists (select from {{ source('ledger', 'data_quality') }} as d where d.check_name = 'rows in quarantine' and d.found > 0)
