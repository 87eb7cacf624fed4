/** `PRAGMA application_id`: "cach". Tells a store from any other SQLite file. */
export const applicationId = 0x63616368

/** `PRAGMA user_version` of what this code reads and writes. */
export const schemaVersion = 2

/** Rows of a body are this long, save its last: what is read and written in one go. In bytes. */
export const chunkBytes = 64 * 1024

/** The longest head that is written, or read. In bytes of JSON. */
export const longestHead = 1024 * 1024

/** How far the number of a body lies before the number of its chunk, in the id of a chunk. In bits. */
const chunkBits = 24

/** The id of a chunk: of the body of the first parameter, the number of the second. (Node 22 gives values by their order to plain parameters only.) Computed in 64 bits, by SQLite. */
export const chunkId = `((? << ${chunkBits}) | ?)`

/** Which chunks are those of the body that two parameters give. */
export const chunksOfBody = `id >= (? << ${chunkBits}) AND id < ((? + 1) << ${chunkBits})`

const fenceTable = `
  -- The greatest token of each lease that has been seen.
  CREATE TABLE fence (
    key TEXT NOT NULL,
    variant TEXT NOT NULL,
    token INTEGER NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (key, variant)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX fence_at ON fence (at);
`

/**
 * All tables, for a new file. Entries are numbered in the order in which they are committed, and never twice; so a purge of
 * everything is one number, `cleared`: entries up to it are not there any more, and are pruned when there is time.
 *
 * A body of one chunk comes and goes with its entry. One of several is `loose` while it is written, and again when its
 * entry has gone: readers may be in the midst of it.
 */
export const newSchema = `
  CREATE TABLE state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sequence INTEGER NOT NULL,
    -- The number of the last purge, and the one up to which purges are forgotten: older claims cannot be judged.
    purges INTEGER NOT NULL,
    forgotten INTEGER NOT NULL,
    cleared INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    body_bytes INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    selection TEXT NOT NULL,
    date REAL NOT NULL,
    -- The number of the last change to the head, by which heads of the same date are in order.
    placed INTEGER NOT NULL,
    body INTEGER NOT NULL,
    length INTEGER NOT NULL CHECK (length >= 0),
    used_at REAL NOT NULL,
    uses INTEGER NOT NULL,
    url TEXT,
    labels TEXT,
    head TEXT NOT NULL
  ) STRICT;
  CREATE INDEX entry_key ON entry (key);
  CREATE INDEX entry_url ON entry (url) WHERE url IS NOT NULL;
  CREATE TABLE label (
    name TEXT NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY (name, entry)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE chunk (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
  CREATE TABLE loose (
    body INTEGER PRIMARY KEY,
    -- When it was last written to, or was removed.
    since REAL NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('writing', 'removed')),
    length INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE purged (
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    number INTEGER NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (type, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX purged_number ON purged (number);
  ${fenceTable}
`

/** What leads from each version to the next. */
export const migrations: Readonly<Record<number, string>> = {
  // Version 1 counted its entries when it was asked, kept them in the order of their use, and knew no leases.
  1: `
    DROP INDEX IF EXISTS entry_used;
    ALTER TABLE state ADD COLUMN entries INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE state ADD COLUMN body_bytes INTEGER NOT NULL DEFAULT 0;
    UPDATE state SET
      entries = (SELECT count(*) FROM entry WHERE entry.id > state.cleared),
      body_bytes = (SELECT coalesce(sum(length), 0) FROM entry WHERE entry.id > state.cleared);
    ${fenceTable}
  `,
}
