-- Whoever waits has ready_at = infinity and is in neither index: waiting costs nothing.
DROP INDEX run_queue_ready;
CREATE INDEX run_queue_ready ON run_queue (priority, project_id, ready_at)
    WHERE owner IS NULL AND ready_at < 'infinity';
CREATE INDEX run_queue_unclaimed ON run_queue (ready_at) WHERE owner IS NULL AND ready_at < 'infinity';

-- Coordination, not truth: how many executions run at the same time under a key, and who waits for their turn.
CREATE TABLE concurrency (
    execution_id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    priority smallint NOT NULL,
    key text NOT NULL,
    most int NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    acquired_at timestamptz,                -- it has a slot since then
    parked boolean NOT NULL DEFAULT false   -- nobody works on it until it has one
) WITH (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX concurrency_taken ON concurrency (key, acquired_at) WHERE acquired_at IS NOT NULL;
CREATE INDEX concurrency_waiting ON concurrency (key, priority, asked_at, execution_id) WHERE acquired_at IS NULL;
CREATE INDEX concurrency_of_key ON concurrency (key, asked_at, execution_id);
CREATE INDEX concurrency_called ON concurrency (execution_id) WHERE parked AND acquired_at IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON concurrency TO flowtape_app;

-- Give free slots of a key to those who wait: by priority, then who has waited longest. The caller has locked
-- the key.
-- A row that is locked is being woken, or deleted, by who locked it: not waiting for it, nobody can deadlock.
CREATE FUNCTION hand_out_slots(wanted_key text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    taken int;
    candidate record;
BEGIN
    SELECT count(*) INTO taken FROM concurrency WHERE key = wanted_key AND acquired_at IS NOT NULL;
    FOR candidate IN SELECT execution_id, most FROM concurrency WHERE key = wanted_key AND acquired_at IS NULL
                     ORDER BY priority, asked_at, execution_id LOOP
        EXIT WHEN taken >= candidate.most;
        taken := taken + 1;
        UPDATE concurrency SET acquired_at = clock_timestamp() WHERE execution_id = candidate.execution_id;
        UPDATE run_queue SET ready_at = now() WHERE execution_id IN
            (SELECT q.execution_id FROM run_queue q
             WHERE q.execution_id = candidate.execution_id AND q.owner IS NULL FOR UPDATE SKIP LOCKED);
    END LOOP;
END
$$;

CREATE FUNCTION lock_slots(wanted_key text) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('flowtape slots ' || wanted_key, 0))
$$;

-- These executions are over, or gone.
CREATE FUNCTION free_slots(ended uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    freed text;
BEGIN
    FOR freed IN SELECT DISTINCT key FROM concurrency WHERE execution_id = ANY (ended) ORDER BY key LOOP
        PERFORM lock_slots(freed);
        DELETE FROM concurrency WHERE execution_id = ANY (ended) AND key = freed;
        PERFORM hand_out_slots(freed);
    END LOOP;
END
$$;

-- A slot for an execution that this owner works on. One that runs within another which has a slot of that key,
-- and waits for it, shares that one: it would wait for a slot that can't become free.
-- Without a slot it is parked (it has no owner any more, and is ready again once it has a slot, or is cancelled,
-- or at that moment), or keeps its place among those who wait, or leaves. Its row in the run queue is locked
-- first: who ends it deletes that row before freeing its slot, so that none is acquired behind its back.
CREATE FUNCTION acquire_slot(
    wanted uuid, claimer text, wanted_key text, upto int, within uuid[], otherwise text, wake_at timestamptz
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    project uuid;
    level smallint;
    acquired boolean;
BEGIN
    SELECT project_id, priority INTO project, level FROM run_queue
        WHERE execution_id = wanted AND owner = claimer FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'lost';
    END IF;
    PERFORM lock_slots(wanted_key);
    IF EXISTS (SELECT FROM concurrency
               WHERE execution_id = ANY (within) AND key = wanted_key AND acquired_at IS NOT NULL) THEN
        RETURN 'shared';
    END IF;
    INSERT INTO concurrency (execution_id, project_id, priority, key, most)
        VALUES (wanted, project, level, wanted_key, upto) ON CONFLICT (execution_id) DO NOTHING;
    IF FOUND THEN  -- the limit is what the newest of them says
        UPDATE concurrency SET most = upto WHERE key = wanted_key AND most <> upto;
    END IF;
    PERFORM hand_out_slots(wanted_key);
    SELECT acquired_at IS NOT NULL INTO acquired FROM concurrency WHERE execution_id = wanted;
    IF acquired THEN
        UPDATE concurrency SET parked = false WHERE execution_id = wanted AND parked;
        RETURN 'acquired';
    ELSIF otherwise = 'park' THEN
        UPDATE concurrency SET parked = true WHERE execution_id = wanted;
        INSERT INTO timers (execution_id, fires_at) SELECT wanted, wake_at WHERE wake_at IS NOT NULL
            ON CONFLICT (execution_id) DO UPDATE SET fires_at = excluded.fires_at;
        UPDATE run_queue SET owner = NULL, lease_until = NULL,
            ready_at = CASE WHEN EXISTS (SELECT FROM tape_events WHERE originator_id = wanted
                                         AND topic = 'execution.cancel_requested')
                            THEN now() ELSE 'infinity' END
        WHERE execution_id = wanted;
        RETURN 'parked';
    ELSIF otherwise = 'leave' THEN
        DELETE FROM concurrency WHERE execution_id = wanted;
        RETURN 'left';
    END IF;
    RETURN 'asked';
END
$$;

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
        UPDATE run_queue SET owner = NULL, lease_until = NULL, ready_at = 'infinity'
        FROM unnest(streams, dispositions, verdicts) AS q (stream, disposition, ok)
        WHERE ok AND disposition = 2 AND execution_id = stream;
        DELETE FROM timers USING unnest(streams, dispositions, verdicts) AS q (stream, disposition, ok)
        WHERE ok AND disposition = 1 AND execution_id = stream;
        INSERT INTO timers (execution_id, fires_at)
        SELECT stream, wake FROM unnest(streams, wakes, verdicts) AS q (stream, wake, ok) WHERE ok AND wake IS NOT NULL
        ON CONFLICT (execution_id) DO UPDATE SET fires_at = excluded.fires_at;
        PERFORM free_slots(array(SELECT stream FROM unnest(streams, dispositions, verdicts)
                                     AS q (stream, disposition, ok) WHERE ok AND disposition = 1));

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
