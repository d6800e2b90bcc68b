-- No cost is lost or counted twice between the facts and any report.
select check_name, month, expected, actual, difference
from {{ source('ledger', 'tie_out') }}
where difference <> 0
