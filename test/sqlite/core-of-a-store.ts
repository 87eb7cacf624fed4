// What the SQLite store needs of the core, and nothing beside it: a process that is killed after some milliseconds is ready to
// be killed in half the time.
export { contentLengthOf } from '../../packages/core/src/http/content-length.ts'
export { hasField, withoutFields } from '../../packages/core/src/http/field-lines.ts'
export { systemClock } from '../../packages/core/src/ports/clock.ts'
export { StoreError } from '../../packages/core/src/ports/port-errors.ts'
export { readStoredResponse } from '../../packages/core/src/stores/read-stored-response.ts'
