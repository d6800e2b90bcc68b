CREATE OR REPLACE VIEW focus_month_end_lines WITH (security_invoker = true) AS
SELECT s.id, CASE WHEN l.status IS NULL THEN 'volume' ELSE 'commitment' END AS line_kind, l.commitment, l.status,
	c.kind AS terms_kind
FROM shared_costs s
LEFT JOIN shared_costs o ON o.id = s.reverses
CROSS JOIN LATERAL (
	SELECT substring(s.description FROM '^(?:un)?used part of (.*)$') AS commitment,
		CASE WHEN s.description ~ '^used part of ' THEN 'Used' WHEN s.description ~ '^unused part of ' THEN 'Unused' END
			AS status
) l
LEFT JOIN LATERAL (
	SELECT t.kind FROM commitments t WHERE t.commitment = l.commitment ORDER BY t.recorded_at DESC, t.id DESC LIMIT 1
) c ON true
WHERE coalesce(o.source, s.source) = 'month end';

COMMENT ON VIEW focus_month_end_lines IS 'What book_month_end has booked, and reversals of it, with the commitment that it is for.';
COMMENT ON COLUMN focus_month_end_lines.id IS 'Row of shared_costs.';
COMMENT ON COLUMN focus_month_end_lines.line_kind IS 'volume or commitment.';
COMMENT ON COLUMN focus_month_end_lines.commitment IS 'Commitment; empty: volume prices.';
COMMENT ON COLUMN focus_month_end_lines.status IS 'Used or Unused; empty: volume prices.';
COMMENT ON COLUMN focus_month_end_lines.terms_kind IS 'throughput, seats or credit.';
