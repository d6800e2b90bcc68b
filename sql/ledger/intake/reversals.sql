-- One function reverse_... for each table of facts: first the columns that count or are money
-- not usage, which says what was used and not what is cancelled: it would contradict the row
CALL runrate_internal.create_reversal('events', 'event',
	ARRAY['cost', 'event_count', 'input_tokens', 'cache_read_tokens', 'cache_write_tokens', 'cache_write_5m_tokens',
		'cache_write_1h_tokens', 'cache_write_12h_tokens', 'input_audio_tokens', 'cached_audio_tokens', 'input_image_tokens',
		'cached_image_tokens', 'input_video_tokens', 'cached_video_tokens', 'output_tokens',
		'reasoning_tokens', 'output_audio_tokens', 'output_image_tokens', 'citation_tokens',
		'web_search_requests', 'x_search_requests', 'file_search_requests', 'code_execution_requests',
		'maps_requests', 'requests', 'quantity', 'billed_amount', 'reported_cost'],
	ARRAY['agent', 'work_item', 'layer', 'provider', 'model', 'attempt', 'cost_basis', 'service_tier',
		'inference_geo', 'speed', 'meter', 'billing_currency', 'price_rows', 'price_problem']);
CALL runrate_internal.create_reversal('outcomes', 'outcome',
	ARRAY['quantity'], ARRAY['agent', 'work_item', 'outcome']);
CALL runrate_internal.create_reversal('reviews', 'review',
	ARRAY['minutes', 'fee', 'cost'], ARRAY['agent', 'work_item', 'reviewer', 'hourly_cost', 'verdict']);
CALL runrate_internal.create_reversal('shared_costs', 'shared_cost',
	ARRAY['amount', 'billed_amount'],
	ARRAY['month', 'layer', 'vendor', 'driver', 'agent', 'business_unit', 'deployment', 'description', 'billing_currency']);
CALL runrate_internal.create_reversal('investments', 'investment',
	ARRAY['amount', 'billed_amount'],
	ARRAY['first_month', 'months', 'layer', 'vendor', 'driver', 'agent', 'business_unit', 'deployment', 'description', 'billing_currency']);
CALL runrate_internal.create_reversal('invoices', 'invoice',
	ARRAY['amount', 'billed_amount'],
	ARRAY['month', 'vendor', 'invoice_id', 'description', 'billing_currency']);
CALL runrate_internal.create_reversal('revenue', 'revenue',
	ARRAY['amount', 'billed_amount'],
	ARRAY['month', 'business_unit', 'billing_currency']);
