/**
 * How long each wait in a cache may take. Short ones, so that a run sees all of them pass; the timeouts of servers
 * and of connections stay as they are by default, longer than a client waits: nothing but the deadlines
 * can keep a request from hanging.
 */
export const deadlines = { store: 100, flight: 2000, connect: 1000, reply: 1500, body: 1500 } as const

/** Where several share a server: for a lease beside, and more for what has to wait for others' fetches. */
export const sharedDeadlines = { ...deadlines, store: 500, lease: 1000, flight: 8000 } as const

/** There the store fails for a second at a time: it is tried again soon. */
export const sharedBreaker = { pause: 200, pauseMaximum: 1000 } as const

/** How long a lease lasts when nobody renews it: shorter than anyone waits for it. */
export const leaseLife = 800

/** A client that waits for longer was forgotten: all deadlines in a row, twice, are less. */
export const hangLimit = 15_000

/** How long a client that reads slowly, or sleeps, takes no bytes: in milliseconds. */
export const pauses = { readsSlowly: 40, sleeps: 2500 } as const

/** How far followers may be behind each other, in bytes. */
export const collapseWindow = 256 * 1024

/** What the store may hold: at the default rate it is full some seconds after everything was purged. */
export const storeLimits = { maxBytes: 16 * 1024 * 1024, maxEntryBytes: 2 * 1024 * 1024 } as const

/** How long uncacheable keys stay marked: shorter than a third of a run, so that marks do not look like growth. */
export const markFor = 5000

/** A transaction that does not move for longer than all its deadlines together is stuck. */
export const stuckAfter = 8000
