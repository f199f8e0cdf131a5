-- Files stand beside items, which name them by id. One is there whole or not at all: its pieces and its row are
-- written in one transaction, the row last, when size and hash are known.
CREATE TABLE files (
    file_id uuid PRIMARY KEY,
    project_id uuid NOT NULL,
    execution_id uuid,                      -- whose node made it; NULL where somebody uploaded it
    name text NOT NULL,
    mime text NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX files_of_project ON files (project_id, created_at, file_id);
CREATE INDEX files_of_execution ON files (execution_id, created_at, file_id) WHERE execution_id IS NOT NULL;

-- All pieces but the last have the same length, so that any place in a file is found without reading what is before.
CREATE TABLE file_chunks (
    file_id uuid NOT NULL REFERENCES files ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    number int NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (file_id, number)
);
ALTER TABLE file_chunks ALTER COLUMN data SET STORAGE EXTERNAL;

GRANT SELECT, INSERT, DELETE ON files TO flowtape_app;
GRANT SELECT, INSERT ON file_chunks TO flowtape_app;
