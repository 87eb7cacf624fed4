/** The adapters, in the order in which the documents list them. */
export const socketFrontNames = ['gateway', 'fetch', 'undici', 'middleware', 'web'] as const

export type SocketFrontName = (typeof socketFrontNames)[number]
