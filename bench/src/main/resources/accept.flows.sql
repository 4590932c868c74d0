-- The flows that the ceiling's load is spread over, as many as in the run against Slipway.
INSERT INTO flow (id, owner, name, display_name, source_url, provider, default_branch, visibility, created_by, created_at, updated_at)
SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'bench', 'sample-' || i, 'sample ' || i,
       'file:///somewhere/sample', 'GIT', 'main', 'PRIVATE', 'bench', now(), now()
FROM generate_series(1, 100) AS i;
ANALYZE flow;
