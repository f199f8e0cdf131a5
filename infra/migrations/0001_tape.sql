-- The tape: the only truth. Appended to by append_events() alone, never updated by the application.
CREATE TABLE tape_events (
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    notification_id bigint NOT NULL,
    data bytea,
    event_id uuid NOT NULL,
    project_id uuid NOT NULL,
    actor text NOT NULL,
    recorded_at timestamptz NOT NULL,
    correlation_id uuid,
    causation_id uuid,
    epoch int,
    reason text,
    schema_version smallint NOT NULL DEFAULT 1,
    chain bytea,
    PRIMARY KEY (originator_id, originator_version)
);
ALTER TABLE tape_events ALTER COLUMN data SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX tape_events_notification_id_idx ON tape_events (notification_id);

-- One row whose lock puts appends in order: positions have no gaps, since it rolls back with them.
CREATE TABLE log_head (position bigint NOT NULL) WITH (fillfactor = 10);
CREATE UNIQUE INDEX log_head_one_row ON log_head ((true));
INSERT INTO log_head VALUES (0);

-- Coordination, not truth: who works on which execution. Can be rebuilt from the tape.
CREATE TABLE run_queue (
    execution_id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    priority smallint NOT NULL,
    concurrency_key text,
    ready_at timestamptz NOT NULL DEFAULT now(),
    owner text,
    epoch int NOT NULL DEFAULT 0,
    lease_until timestamptz
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX run_queue_ready ON run_queue (priority, ready_at) WHERE owner IS NULL;
CREATE INDEX run_queue_leases ON run_queue (lease_until) WHERE owner IS NOT NULL;

-- When a waiting execution is to be looked at again (its deadline, a delay that is over).
CREATE TABLE timers (
    execution_id uuid PRIMARY KEY,
    fires_at timestamptz NOT NULL
);
CREATE INDEX timers_due ON timers (fires_at);

CREATE TABLE payloads (
    payload_id uuid PRIMARY KEY,
    execution_id uuid NOT NULL,
    project_id uuid NOT NULL,
    items int NOT NULL,
    size bigint NOT NULL,
    hash text NOT NULL,
    manifest bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX payloads_execution ON payloads (execution_id);

CREATE TABLE payload_chunks (
    execution_id uuid NOT NULL,
    hash text NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (execution_id, hash)
);
ALTER TABLE payload_chunks ALTER COLUMN data SET STORAGE EXTERNAL;

CREATE TABLE tape_snapshots (
    stream_id uuid NOT NULL,
    version bigint NOT NULL,
    state bytea NOT NULL,
    PRIMARY KEY (stream_id, version)
);

CREATE UNLOGGED TABLE processes (
    name text PRIMARY KEY,
    kind text NOT NULL,
    pid int NOT NULL,
    host text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT ON tape_events, tape_snapshots TO flowtape_app;
GRANT SELECT, UPDATE ON log_head TO flowtape_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON run_queue, timers, processes TO flowtape_app;
GRANT SELECT, INSERT ON payloads, payload_chunks TO flowtape_app;
