-- What the sample service of the tests changes.
CREATE TABLE sample (
    id   uuid PRIMARY KEY,
    name text NOT NULL
);
CREATE TABLE effect (
    event_id    uuid NOT NULL,
    build_id    uuid,
    traceparent text,
    number      int,
    id          bigint GENERATED ALWAYS AS IDENTITY
);
CREATE TABLE counter (
    id      uuid PRIMARY KEY,
    version int NOT NULL
);
