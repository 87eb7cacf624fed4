import type { Reply } from '../origin/origin-call.ts'

/** Fresh for a minute, with a validator. */
export const fresh = { 'Cache-Control': 'max-age=60', ETag: '"1"' }

export const one: Reply = { headers: fresh, body: 'one' }
export const two: Reply = { headers: { ...fresh, ETag: '"2"' }, body: 'two' }
export const validated: Reply = { status: 304, headers: fresh }

/** The same as `one`, with more to say about its use. */
export const oneWith = (directives: string): Reply => ({
  ...one,
  headers: { ...fresh, 'Cache-Control': `max-age=60, ${directives}` },
})
