/** What can be put under load, in the order in which all of them are. */
export const adapters = ['gateway', 'fetch', 'undici', 'web', 'middleware'] as const

export type AdapterName = (typeof adapters)[number]

/** Whether it is asked over sockets by another process; the others are called in their own. */
export const isServed = (adapter: AdapterName): boolean => adapter === 'gateway' || adapter === 'middleware'
