CREATE TABLE access_token (
    id           uuid PRIMARY KEY,
    subject      text        NOT NULL,
    roles        jsonb       NOT NULL,
    hash         bytea       NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz
);

COMMENT ON COLUMN access_token.hash IS 'SHA-256 of the token; the token itself is kept nowhere';
COMMENT ON COLUMN access_token.roles IS 'Role by workspace; * stands for all';

CREATE TABLE session (
    hash         bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    token_id     uuid        NOT NULL REFERENCES access_token (id) ON DELETE CASCADE,
    created_at   timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);

CREATE INDEX session_token ON session (token_id);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE admin_token (
    only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    token_id   uuid    NOT NULL REFERENCES access_token (id),
    generation integer NOT NULL
);

COMMENT ON TABLE admin_token IS 'The token made at the first start, and the generation the configuration asked for';
