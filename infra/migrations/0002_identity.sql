-- Accounts are plain tables; what people do with them is also written to the tape.

CREATE TABLE users (
    id            uuid PRIMARY KEY,
    email         text NOT NULL UNIQUE,
    password_hash text NOT NULL,
    first_name    text NOT NULL DEFAULT '',
    last_name     text NOT NULL DEFAULT '',
    is_active     boolean NOT NULL DEFAULT true,
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE projects (
    id          uuid PRIMARY KEY,
    name        text NOT NULL,
    personal_of uuid UNIQUE REFERENCES users ON DELETE CASCADE,
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE project_members (
    project_id uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    role       text NOT NULL CHECK (role IN ('owner', 'editor', 'viewer')),
    PRIMARY KEY (project_id, user_id)
);
CREATE INDEX project_members_by_user ON project_members (user_id);

-- One row per login. A refresh token is "<id>.<secret>"; each use replaces the secret.
CREATE TABLE sessions (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    secret_hash  bytea NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    refreshed_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    ended_at     timestamptz
);
CREATE INDEX sessions_by_user ON sessions (user_id);

-- Login attempts that have not succeeded, by a hash of what they share (account and address, or address).
CREATE TABLE login_attempts (
    key      bytea PRIMARY KEY,
    attempts integer NOT NULL,
    until    timestamptz NOT NULL
);
CREATE INDEX login_attempts_by_until ON login_attempts (until);

GRANT SELECT, INSERT, UPDATE, DELETE ON users, projects, project_members, sessions, login_attempts
    TO flowtape_app;
