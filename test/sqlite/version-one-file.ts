import { DatabaseSync } from 'node:sqlite'
import { checkedHead } from './checked-entry.ts'

const body = Buffer.from('hello')

/** A store as version 1 has written it: with two entries, and one that was purged and not pruned yet. */
export const versionOneFile = (file: string): void => {
  const database = new DatabaseSync(file)
  database.exec(`
    PRAGMA auto_vacuum = INCREMENTAL;
    PRAGMA journal_mode = WAL;
    CREATE TABLE state (
      id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL, purges INTEGER NOT NULL,
      forgotten INTEGER NOT NULL, cleared INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE entry (
      id INTEGER PRIMARY KEY, key TEXT NOT NULL, selection TEXT NOT NULL, date REAL NOT NULL, placed INTEGER NOT NULL,
      body INTEGER NOT NULL, length INTEGER NOT NULL CHECK (length >= 0), used_at REAL NOT NULL, uses INTEGER NOT NULL,
      url TEXT, labels TEXT, head TEXT NOT NULL
    ) STRICT;
    CREATE INDEX entry_key ON entry (key);
    CREATE INDEX entry_used ON entry (used_at);
    CREATE INDEX entry_url ON entry (url) WHERE url IS NOT NULL;
    CREATE TABLE label (name TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (name, entry)) STRICT, WITHOUT ROWID;
    CREATE TABLE chunk (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
    CREATE TABLE loose (
      body INTEGER PRIMARY KEY, since REAL NOT NULL, state TEXT NOT NULL CHECK (state IN ('writing', 'removed')),
      length INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE purged (
      type TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL, at REAL NOT NULL, PRIMARY KEY (type, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX purged_number ON purged (number);
    INSERT INTO state VALUES (1, 3, 1000, 1000, 1);
    PRAGMA application_id = 0x63616368;
    PRAGMA user_version = 1;
  `)
  const insert = database.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, NULL, NULL, ?)')
  const { date } = checkedHead(body)
  for (const [index, name] of ['cleared', 'one', 'two'].entries()) {
    const id = index + 1
    const head = JSON.stringify(checkedHead(body))
    insert.run(id, `https://example.com/${name}`, '[[],[]]', date, id, id, body.length, date, head)
    database.prepare('INSERT INTO chunk VALUES (? << 24, ?)').run(id, body)
  }
  database.close()
}
