-- Text of users may hold NUL, which text and jsonb can't: it stands as UTF-8 in bytea; searchable_name is for ?q= only.

CREATE TABLE IF NOT EXISTS workflows (
    id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    name bytea NOT NULL,
    searchable_name text NOT NULL,
    description bytea NOT NULL,
    tags bytea[] NOT NULL,
    folder bytea,
    is_active boolean NOT NULL,
    archived boolean NOT NULL,
    version bigint NOT NULL,
    published_version bigint,
    activated_position bigint,  -- since when it has been active without a break
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    position bigint NOT NULL,
    search_keys bytea,          -- [key, ...] of the draft
    state bytea NOT NULL  -- the aggregate as JSON: the definition is in it, and the next fold begins with it
);
ALTER TABLE workflows ALTER COLUMN state SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS workflows_of_project ON workflows (project_id, created_at, id) WHERE NOT archived;

CREATE TABLE IF NOT EXISTS workflow_versions (
    workflow_id uuid NOT NULL,
    version bigint NOT NULL,
    published_at timestamptz NOT NULL,
    published_by text NOT NULL,
    position bigint NOT NULL,
    definition bytea NOT NULL,
    PRIMARY KEY (workflow_id, version)
);

CREATE TABLE IF NOT EXISTS webhooks (
    workflow_id uuid NOT NULL,
    node_id text NOT NULL,
    method text NOT NULL,
    project_id uuid NOT NULL,
    version bigint NOT NULL,
    path bytea NOT NULL,
    is_pattern boolean NOT NULL,
    segments int NOT NULL,
    respond text NOT NULL,
    status int,
    priority int,
    parameters bytea NOT NULL,
    activated_position bigint NOT NULL,
    PRIMARY KEY (workflow_id, node_id, method)
);
CREATE INDEX IF NOT EXISTS webhooks_by_path ON webhooks (path, method) WHERE NOT is_pattern;
CREATE INDEX IF NOT EXISTS webhooks_by_length ON webhooks (segments, method) WHERE is_pattern;
