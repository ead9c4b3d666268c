/** "DayB": says whose file it is, to us and to `file(1)`. */
export const applicationId = 0x44617942
/** Raised by one with each change of the tables. An older Daybook refuses a newer number in words. */
export const schemaVersion = 1

/** At most this many events are packed into one block. */
export const blockEvents = 64
/** Of the checkpoints within one span of this many positions the newest stays. */
export const checkpointSpan = 64

export const tables = `
-- The events themselves, packed: the text of block-text.ts, as UTF-8 (form 0) or zstd (form 1).
CREATE TABLE block (
  first INTEGER PRIMARY KEY CHECK (first >= 0),
  count INTEGER NOT NULL CHECK (count BETWEEN 1 AND ${blockEvents}),
  form  INTEGER NOT NULL CHECK (form IN (0, 1)),
  body  BLOB NOT NULL CHECK (length(body) > 0)
) STRICT;

-- E of each position. Not inside the block, so that proofs survive a damaged or pruned block, and the other way round.
CREATE TABLE entry (
  seq  INTEGER PRIMARY KEY CHECK (seq >= 0),
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- Every id ever recorded, for ever. The digest is NULL once an erasure wiped it; then the id alone decides.
CREATE TABLE event (
  id             BLOB PRIMARY KEY CHECK (length(id) = 16),
  seq            INTEGER NOT NULL CHECK (seq >= 0),
  content_digest BLOB CHECK (length(content_digest) = 16)
) STRICT, WITHOUT ROWID;

-- The trail's own events, numbered from 1, so that counting them is one look.
CREATE TABLE own (
  seq INTEGER PRIMARY KEY CHECK (seq >= 0),
  nth INTEGER NOT NULL CHECK (nth BETWEEN 1 AND seq + 1)
) STRICT;

-- Roots of complete subtrees of 256^level leaves (RFC 6962).
CREATE TABLE subtree (
  level INTEGER NOT NULL CHECK (level >= 1),
  idx   INTEGER NOT NULL CHECK (idx >= 0),
  hash  BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;

-- Signed notes: the newest, and before it one of each span of positions.
CREATE TABLE checkpoint (
  span INTEGER PRIMARY KEY CHECK (span = size / ${checkpointSpan}),
  size INTEGER NOT NULL CHECK (size >= 0),
  note TEXT NOT NULL
) STRICT;

CREATE TABLE document (
  name    TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  text    TEXT NOT NULL,
  PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID;
`

/** Nothing that was recorded changes or goes. Checkpoints are no part of this: they can be signed again. */
const recordTables = ['block', 'entry', 'event', 'own', 'subtree', 'document'] as const

const refusing = (table: string, verb: 'UPDATE' | 'DELETE'): [string, string] => {
  const name = `${table}_refuses_${verb.toLowerCase()}`
  return [
    name,
    `CREATE TRIGGER ${name} BEFORE ${verb} ON ${table} BEGIN SELECT raise(ABORT, 'the record is append-only: no ${verb} on ${table}'); END`,
  ]
}

/**
 * Rails against mistakes, by name. They are put back when missing, at each open: whoever has the file can remove them,
 * and is found by verification, not by them.
 */
export const triggers: ReadonlyMap<string, string> = new Map([
  ...recordTables.flatMap((table) => [refusing(table, 'UPDATE'), refusing(table, 'DELETE')]),
  [
    'block_follows_block',
    `CREATE TRIGGER block_follows_block BEFORE INSERT ON block
  WHEN new.first <> coalesce((SELECT first + count FROM block ORDER BY first DESC LIMIT 1), 0)
  BEGIN SELECT raise(ABORT, 'a block does not begin where the last one ends'); END`,
  ],
  [
    'block_has_entries',
    `CREATE TRIGGER block_has_entries AFTER INSERT ON block
  WHEN (SELECT count(*) FROM entry WHERE seq >= new.first) <> new.count
  BEGIN SELECT raise(ABORT, 'a block and the entries do not count the same'); END`,
  ],
])
