-- What steps printed, in chunks of lines as they were flushed. The primary key is also the only way in: a step's chunks in order.
CREATE TABLE log_chunk (
    job_id     uuid    NOT NULL,
    attempt    integer NOT NULL,
    step       integer NOT NULL,
    first_line integer NOT NULL,
    line_count integer NOT NULL CHECK (line_count > 0),
    -- Per line: stream (0 stdout, 1 stderr), space, seconds since the step began, space, text in UTF-8, LF. PostgreSQL compresses it.
    lines      bytea   NOT NULL,
    PRIMARY KEY (job_id, attempt, step, first_line)
);
