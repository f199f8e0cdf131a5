CREATE TABLE IF NOT EXISTS positions (
    model text PRIMARY KEY,
    position bigint NOT NULL,
    shape text NOT NULL,
    built_at timestamptz NOT NULL DEFAULT clock_timestamp(),  -- another one: the tables are not those of before
    moved_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 50);

CREATE TABLE IF NOT EXISTS parked (
    model text NOT NULL,
    stream_id uuid NOT NULL,
    position bigint NOT NULL,
    topic text NOT NULL,
    error text NOT NULL,
    message text NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (model, stream_id)
);
