-- Text of users (names, messages, data) may hold NUL, which text and jsonb can't: it stands as UTF-8 in bytea.

CREATE TABLE IF NOT EXISTS executions (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    workflow_id uuid NOT NULL,
    workflow_version bigint NOT NULL,
    status text NOT NULL,
    trigger text NOT NULL,
    trigger_node text NOT NULL,
    until_node text,
    priority int NOT NULL,
    position bigint NOT NULL,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    completed_at timestamptz,
    error bytea,      -- {"code", "message", "node_id"}
    waiting bytea,    -- {"code", "message", ...}: what it waits for, or why it is still queued
    reason bytea,     -- why it was cancelled, where nobody asked for it
    leaves bytea,     -- [node_id, ...], once it is over
    last bytea,       -- {"node_id", "run_index", "port"}
    input bytea,      -- {"input": ...}
    input_ref bytea,  -- {"items", "size", "hash", "payload"}
    parent_id uuid,   -- the execution that called it, and the node run there
    parent_node text,
    parent_run int,
    forked_from uuid,
    forked_node text  -- from which node on; null: from the start
);
ALTER TABLE executions ALTER COLUMN input SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS executions_of_project ON executions (project_id, created_at, id);
CREATE INDEX IF NOT EXISTS executions_by_status ON executions (project_id, status, created_at, id);
CREATE INDEX IF NOT EXISTS executions_of_workflow ON executions (workflow_id, created_at, id);
CREATE INDEX IF NOT EXISTS executions_of_parent ON executions (parent_id, created_at, id)
    WHERE parent_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS executions_forked_from ON executions (forked_from) WHERE forked_from IS NOT NULL;

CREATE TABLE IF NOT EXISTS node_logs (
    execution_id uuid NOT NULL,
    node_id text NOT NULL,
    run_index int NOT NULL,
    first_position bigint NOT NULL,
    ordinal int NOT NULL,    -- among the runs of one event
    position bigint NOT NULL,
    attempt int NOT NULL,
    status text NOT NULL,
    type text NOT NULL,
    name bytea NOT NULL,
    started_at timestamptz NOT NULL,
    completed_at timestamptz,
    duration_ms double precision,
    items_in bigint NOT NULL,
    items_out bigint,
    size_out bigint,
    sources bytea NOT NULL,  -- [{"node_id", "run_index", "port", "input"}, ...]
    outputs bytea,           -- {port: {"items", "size", "hash", "payload"}}
    data bytea,              -- {port: {"items": [...], "paired": ...}} of the ports without a payload
    error bytea,             -- {"code", "message"}
    warnings bytea,          -- [{"parameter", "item", "path"}, ...]
    origin text NOT NULL,    -- run, pinned, given, reused or skipped
    handled boolean NOT NULL,
    retry_at timestamptz,
    waiting bytea,           -- {"kind", "message", "until"}
    children bytea,          -- [execution id, ...]
    failed_items bytea,      -- {"count", "first": [{"item", "code", "message"}, ...]}
    PRIMARY KEY (execution_id, node_id, run_index)
);
CREATE INDEX IF NOT EXISTS node_logs_in_order ON node_logs (execution_id, first_position, ordinal);
CREATE INDEX IF NOT EXISTS node_logs_waiting ON node_logs (execution_id) WHERE status = 'waiting';
ALTER TABLE node_logs ALTER COLUMN data SET STORAGE EXTERNAL;

-- Attempts that others came after. Without an end: the worker was lost.
CREATE TABLE IF NOT EXISTS node_attempts (
    execution_id uuid NOT NULL,
    node_id text NOT NULL,
    run_index int NOT NULL,
    attempt int NOT NULL,
    started_at timestamptz NOT NULL,
    completed_at timestamptz,
    error bytea,             -- {"code", "message"}
    PRIMARY KEY (execution_id, node_id, run_index, attempt)
);

CREATE TABLE IF NOT EXISTS execution_logs (
    execution_id uuid NOT NULL,
    position bigint NOT NULL,
    lines int NOT NULL,
    chunk bytea NOT NULL,  -- [[at, node_id, run_index, stream, line], ...]
    PRIMARY KEY (execution_id, position)
);
ALTER TABLE execution_logs ALTER COLUMN chunk SET STORAGE EXTERNAL;
