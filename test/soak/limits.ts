/**
 * How long each wait in the gateway may take. Short ones, so that a run sees all of them pass; the timeouts of its
 * server and of its connections stay as they are by default, longer than a client waits: nothing but the deadlines
 * can keep a request from hanging.
 */
export const deadlines = { store: 100, flight: 2000, connect: 1000, reply: 1500, body: 1500 } as const

/** A client that waits for longer was forgotten: all deadlines in a row, twice, are less. */
export const hangLimit = 15_000

/** How far followers may be behind each other, in bytes. */
export const collapseWindow = 256 * 1024

/** What the store may hold: it is full before the first third of a run is over. */
export const storeLimits = { maxBytes: 48 * 1024 * 1024, maxEntryBytes: 2 * 1024 * 1024 } as const

/** How long uncacheable keys stay marked: shorter than a third of a run, so that marks do not look like growth. */
export const markFor = 5000

/** A transaction that does not move for longer than all its deadlines together is stuck. */
export const stuckAfter = 8000
