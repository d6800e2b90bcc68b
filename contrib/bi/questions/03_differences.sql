-- title: Figures that do not tie out
-- about: Rows of tie_out with a difference. Anything but 0 means that no figure of this page is to be trusted.
-- show: number differences
-- columns: differences bigint
SELECT count(*) FILTER (WHERE difference <> 0) AS differences
FROM ledger.tie_out
