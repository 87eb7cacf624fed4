export { sqliteStore } from './sqlite-store.ts'
export type { SqliteStore } from './sqlite-store.ts'
export type { RejectedRow, SqliteStoreOptions } from './sqlite-options.ts'
