-- What is stored per run is partitioned by the day it was requested at (UTC). The service makes the days ahead; a row of a
-- day that has no partition goes to the default one, so that no timestamp is ever refused.

CREATE TABLE run_sessions (
    workspace text NOT NULL,
    id uuid NOT NULL,
    created timestamptz NOT NULL,
    name text,
    source text,
    requester text,
    notes text,
    PRIMARY KEY (workspace, id)
);
CREATE INDEX run_sessions_newest ON run_sessions (workspace, created DESC, id DESC);

CREATE TABLE runs (
    requested_at timestamptz NOT NULL,
    id uuid NOT NULL,
    workspace text NOT NULL,
    slx text NOT NULL,
    kind text NOT NULL,
    session_id uuid,
    requester text,
    task_titles text,
    location text,
    attempt integer NOT NULL,
    worker text,
    collection text,
    commit_id text,
    path text,
    started_at timestamptz,
    outcome text,
    outcome_attempt integer,
    reason text,
    finished_at timestamptz,
    passed text,
    failed text,
    skipped text,
    metric double precision,
    sub_metrics text,
    log_length bigint,
    report_length bigint,
    PRIMARY KEY (requested_at, id)
) PARTITION BY RANGE (requested_at);
CREATE INDEX runs_by_id ON runs (id);
CREATE INDEX runs_of_slx ON runs (workspace, slx, kind, requested_at DESC, id DESC);
CREATE INDEX runs_of_session ON runs (session_id) WHERE session_id IS NOT NULL;
CREATE TABLE runs_default PARTITION OF runs DEFAULT;

-- Later Finished events of a run that already had its outcome; kept for people to look at.
CREATE TABLE late_attempts (
    requested_at timestamptz NOT NULL,
    run_id uuid NOT NULL,
    attempt integer NOT NULL,
    worker text NOT NULL,
    finished_at timestamptz NOT NULL,
    outcome text NOT NULL,
    reason text,
    PRIMARY KEY (requested_at, run_id, attempt, worker, finished_at)
) PARTITION BY RANGE (requested_at);
CREATE TABLE late_attempts_default PARTITION OF late_attempts DEFAULT;

CREATE TABLE output_chunks (
    requested_at timestamptz NOT NULL,
    run_id uuid NOT NULL,
    attempt integer NOT NULL,
    stream text NOT NULL,
    chunk_offset bigint NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (requested_at, run_id, attempt, stream, chunk_offset)
) PARTITION BY RANGE (requested_at);
CREATE TABLE output_chunks_default PARTITION OF output_chunks DEFAULT;

CREATE TABLE samples (
    requested_at timestamptz NOT NULL,
    run_id uuid NOT NULL,
    sub_name text NOT NULL,
    workspace text NOT NULL,
    slx text NOT NULL,
    value double precision NOT NULL,
    PRIMARY KEY (requested_at, run_id, sub_name)
) PARTITION BY RANGE (requested_at);
CREATE INDEX samples_of_slx ON samples (workspace, slx, requested_at DESC);
CREATE TABLE samples_default PARTITION OF samples DEFAULT;

CREATE TABLE occurrences (
    requested_at timestamptz NOT NULL,
    run_id uuid NOT NULL,
    issue_id uuid NOT NULL,
    observed_at timestamptz NOT NULL,
    session_id uuid,
    title text NOT NULL,
    severity smallint NOT NULL,
    expected text,
    actual text,
    reproduce_hint text,
    next_steps text,
    details text,
    summary text,
    PRIMARY KEY (requested_at, run_id, issue_id)
) PARTITION BY RANGE (requested_at);
CREATE INDEX occurrences_of_issue ON occurrences (issue_id, observed_at DESC, run_id DESC);
CREATE TABLE occurrences_default PARTITION OF occurrences DEFAULT;

-- The id is computed from the key, so that two readers cannot make two issues of one key.
CREATE TABLE issues (
    id uuid PRIMARY KEY,
    workspace text NOT NULL,
    slx text NOT NULL,
    kind text NOT NULL,
    task_title text NOT NULL,
    normalised_title text NOT NULL,
    rule_version integer NOT NULL,
    title text NOT NULL,
    severity smallint NOT NULL,
    expected text,
    actual text,
    reproduce_hint text,
    next_steps text,
    details text,
    summary text,
    open_since timestamptz,
    latest_occurrence_at timestamptz NOT NULL,
    open_occurrences bigint NOT NULL,
    closed_occurrences bigint NOT NULL,
    closed_at timestamptz,
    closed_by_type text,
    closed_by_id text,
    created timestamptz NOT NULL,
    modified timestamptz NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX issues_newest ON issues (workspace, latest_occurrence_at DESC, id DESC);
CREATE INDEX issues_open ON issues (workspace, slx) WHERE open_since IS NOT NULL;

-- task_title '' is the SLI or Runbook as a whole.
CREATE TABLE insights (
    workspace text NOT NULL,
    slx text NOT NULL,
    kind text NOT NULL,
    task_title text NOT NULL,
    status text NOT NULL,
    since timestamptz NOT NULL,
    requested_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    value double precision,
    last_run_id uuid NOT NULL,
    last_outcome text NOT NULL,
    recent_statuses text NOT NULL,
    clean_started_at timestamptz,
    clean_run_id uuid,
    PRIMARY KEY (workspace, slx, kind, task_title)
) WITH (fillfactor = 60);

-- Read copy of the runner's SLXs.
CREATE TABLE slxs (
    workspace text NOT NULL,
    name text NOT NULL,
    announced_at timestamptz NOT NULL,
    log_offset bigint NOT NULL,
    deleted boolean NOT NULL,
    PRIMARY KEY (workspace, name)
);
