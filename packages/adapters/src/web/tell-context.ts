interface Waiter {
  waitUntil(work: Promise<unknown>): void
}

/** Tells the first argument that wants to know of work that goes on. */
export function tellContext(work: Promise<unknown>, _request: Request, ...rest: readonly unknown[]): void {
  rest.find(isWaiter)?.waitUntil(work)
}

const isWaiter = (argument: unknown): argument is Waiter =>
  typeof argument === 'object' &&
  argument !== null &&
  'waitUntil' in argument &&
  typeof argument.waitUntil === 'function'
