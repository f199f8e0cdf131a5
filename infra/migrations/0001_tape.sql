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

-- Append batches of events, each all or nothing, and say which of them were stored.
-- A batch is refused when its stream isn't where it expects it, and so is what follows it in that stream;
-- one whose first event is already stored at its place was stored before: its answer got lost, and it counts as stored.
CREATE FUNCTION append_events(
    streams uuid[], expected bigint[], counts int[], projects uuid[], actors text[],
    correlations uuid[], causations uuid[], epochs int[], reasons text[],
    priorities int[], dispositions int[], wakes timestamptz[],
    event_batches int[], topics text[], states bytea[], datas bytea[], event_ids uuid[]
) RETURNS TABLE (stored boolean, last_position bigint, stream_version bigint) LANGUAGE plpgsql AS $$
DECLARE
    head bigint;
    moment timestamptz;
    verdicts boolean[];
    bases bigint[];
    ends bigint[];
    added bigint;
BEGIN
    SELECT position INTO head FROM log_head FOR UPDATE;
    moment := clock_timestamp();

    WITH batches AS (
        SELECT ordinal, expect, event_count, stream,
               coalesce((SELECT max(e.originator_version) FROM tape_events e WHERE e.originator_id = b.stream), 0)
               + coalesce(sum(event_count) OVER (PARTITION BY stream ORDER BY ordinal
                                                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS base
        FROM unnest(streams, expected, counts) WITH ORDINALITY AS b (stream, expect, event_count, ordinal)
    ), checked AS (
        SELECT *, bool_and(expect IS NULL OR expect = base) OVER (PARTITION BY stream ORDER BY ordinal) AS ok
        FROM batches
    ), placed AS (
        SELECT *, head + sum(CASE WHEN ok THEN event_count ELSE 0 END) OVER (ORDER BY ordinal) AS finish FROM checked
    )
    SELECT array_agg(ok ORDER BY ordinal), array_agg(base::bigint ORDER BY ordinal),
           array_agg(finish::bigint ORDER BY ordinal), sum(CASE WHEN ok THEN event_count ELSE 0 END)
    INTO verdicts, bases, ends, added FROM placed;

    IF added > 0 THEN
        INSERT INTO tape_events (originator_id, originator_version, topic, state, notification_id, data, event_id,
                                 project_id, actor, recorded_at, correlation_id, causation_id, epoch, reason)
        SELECT streams[batch], bases[batch] + row_number() OVER (PARTITION BY batch ORDER BY ordinal), topic, state,
               head + row_number() OVER (ORDER BY ordinal), data, event_id, projects[batch], actors[batch], moment,
               correlations[batch], causations[batch], epochs[batch], reasons[batch]
        FROM unnest(event_batches, topics, states, datas, event_ids)
             WITH ORDINALITY AS e (batch, topic, state, data, event_id, ordinal)
        WHERE verdicts[batch];
        UPDATE log_head SET position = head + added;

        INSERT INTO run_queue (execution_id, project_id, priority)
        SELECT DISTINCT ON (stream) stream, project, priority
        FROM unnest(streams, projects, priorities, verdicts) AS q (stream, project, priority, ok)
        WHERE ok AND priority IS NOT NULL
        ON CONFLICT (execution_id) DO UPDATE SET ready_at = least(run_queue.ready_at, excluded.ready_at);

        DELETE FROM run_queue USING unnest(streams, dispositions, verdicts) AS q (stream, disposition, ok)
        WHERE ok AND disposition = 1 AND execution_id = stream;
        DELETE FROM timers USING unnest(streams, dispositions, verdicts) AS q (stream, disposition, ok)
        WHERE ok AND disposition = 1 AND execution_id = stream;
        INSERT INTO timers (execution_id, fires_at)
        SELECT stream, wake FROM unnest(streams, wakes, verdicts) AS q (stream, wake, ok) WHERE ok AND wake IS NOT NULL
        ON CONFLICT (execution_id) DO UPDATE SET fires_at = excluded.fires_at;
        UPDATE run_queue SET owner = NULL, lease_until = NULL, ready_at = 'infinity'
        FROM unnest(streams, dispositions, verdicts) AS q (stream, disposition, ok)
        WHERE ok AND disposition = 2 AND execution_id = stream;

        PERFORM pg_notify('tape', (head + added)::text);
    END IF;

    RETURN QUERY
    SELECT verdicts[b.ordinal] OR s.event_id IS NOT NULL,
           CASE WHEN verdicts[b.ordinal] THEN ends[b.ordinal] ELSE s.notification_id + b.event_count - 1 END,
           CASE WHEN verdicts[b.ordinal] THEN bases[b.ordinal] + b.event_count
                WHEN s.event_id IS NOT NULL THEN s.originator_version + b.event_count - 1
                ELSE (SELECT coalesce(max(e.originator_version), 0) FROM tape_events e WHERE e.originator_id = b.stream)
           END
    FROM unnest(streams, counts) WITH ORDINALITY AS b (stream, event_count, ordinal)
    LEFT JOIN LATERAL (
        SELECT e.event_id, e.notification_id, e.originator_version FROM tape_events e
        WHERE NOT verdicts[b.ordinal] AND e.originator_id = b.stream
          AND e.event_id = event_ids[1 + (SELECT coalesce(sum(c), 0) FROM unnest(counts[1:b.ordinal::int - 1]) AS c)]
    ) AS s ON true
    ORDER BY b.ordinal;
END
$$;

GRANT SELECT, INSERT ON tape_events, tape_snapshots TO flowtape_app;
GRANT SELECT, UPDATE ON log_head TO flowtape_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON run_queue, timers, processes TO flowtape_app;
GRANT SELECT, INSERT ON payloads, payload_chunks TO flowtape_app;
