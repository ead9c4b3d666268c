/**
 * Raised by one whenever the tables, the keys, the terms (core's tokenizer) or the bodies mean something else. An index of another version is
 * thrown away and made again.
 */
export const layoutVersion = 10
/** "DayI": says whose file it is, to us and to `file(1)`. */
export const indexApplicationId = 0x44617949
/** So many consecutive positions share one compressed body block. */
export const blockRows = 16

/** Keeps terms, and the visibility class before them, byte for byte; see term-code.ts. */
const tokenizer = "ascii tokenchars '_.-/@%+*=~#?!:|'"

export const indexTables = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;

-- One event. Keys go up in the order of (occurredAt, seq), place has the position: see row-key.ts. facets: see facet-bytes.ts.
CREATE TABLE event (key INTEGER PRIMARY KEY, place INTEGER NOT NULL, facets BLOB NOT NULL) STRICT;

-- Events whose key cannot say when they occurred.
CREATE TABLE odd (key INTEGER PRIMARY KEY, ms INTEGER NOT NULL) STRICT;

-- The bodies of the positions [block * ${blockRows}, (block + 1) * ${blockRows}).
CREATE TABLE body (block INTEGER PRIMARY KEY, packed BLOB NOT NULL) STRICT;

-- Every term of every event, behind the visibility class of the slot it comes from.
CREATE VIRTUAL TABLE token USING fts5(terms, content='', contentless_delete=1, detail=none, tokenize="${tokenizer}");
INSERT INTO token(token, rank) VALUES ('automerge', 8);
INSERT INTO token(token, rank) VALUES ('hashsize', 8388608);

-- Visibility classes: the roles, as a JSON list, that terms and values are kept for. Class 0, everybody, has no row.
CREATE TABLE class (id INTEGER PRIMARY KEY CHECK (id > 0), readers TEXT NOT NULL UNIQUE) STRICT;

-- Values that facets count. The id carries the dimension. count: of business events, by class in value_count.
CREATE TABLE value (id INTEGER PRIMARY KEY, text TEXT NOT NULL, label TEXT) STRICT;
CREATE TABLE value_id (dimension INTEGER NOT NULL, text TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (dimension, text))
  STRICT, WITHOUT ROWID;

-- Business events of one category (the id of its value; 0: of all) a day (UTC, since 1970) and value; value 0: all of them.
CREATE TABLE day (category INTEGER NOT NULL, dimension INTEGER NOT NULL, day INTEGER NOT NULL, value INTEGER NOT NULL,
  class INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (category, dimension, day, value, class)) STRICT, WITHOUT ROWID;

-- The ways that cases went, and how many went so: see case-shape.ts.
CREATE TABLE work_shape (id INTEGER PRIMARY KEY, type TEXT NOT NULL, text TEXT NOT NULL, cases INTEGER NOT NULL, UNIQUE (type, text))
  STRICT;

-- Cases of workflows as they stand after their last step in the order of (occurredAt, seq); id: the position of the first event that was
-- recorded of it; started, since and last: of its first step, the first of those in the step it is in, and its last. Nothing that a
-- catalogue says is in them.
CREATE TABLE work_case (type TEXT NOT NULL, name TEXT NOT NULL, id INTEGER NOT NULL, shape INTEGER NOT NULL, started INTEGER NOT NULL,
  since INTEGER NOT NULL, last INTEGER NOT NULL, last_seq INTEGER NOT NULL, PRIMARY KEY (type, name)) STRICT, WITHOUT ROWID;

-- The steps of cases: events that name one and succeeded. named: the step the event names; step: that, or the one before it.
CREATE TABLE work_step (work_case INTEGER NOT NULL, ms INTEGER NOT NULL, seq INTEGER NOT NULL, named TEXT, step TEXT, decision TEXT,
  override INTEGER NOT NULL, person TEXT, other TEXT, PRIMARY KEY (work_case, ms, seq)) STRICT, WITHOUT ROWID;
`
