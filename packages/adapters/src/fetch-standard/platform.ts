type Versions = Readonly<Record<string, string | undefined>>

const versions: Versions = (typeof process === 'object' ? process.versions : undefined) ?? {}

/** Others carry the names of what Node is made of, too. */
const isOther = versions['bun'] !== undefined || versions['deno'] !== undefined

/** Whose fetch, Response and Request these are: those of Node, which are undici's and plain JavaScript, or others. */
export const platform: 'undici' | 'other' = versions['undici'] !== undefined && !isOther ? 'undici' : 'other'

/**
 * Whether whoever takes a Response only looks at it, as code in JavaScript does. Where one is also read by native code,
 * or a server has put a class derived from the platform's in its place, it has to be one of just that class.
 */
export const isOnlyLookedAt = (): boolean =>
  platform === 'undici' && !('prototype' in Object.getPrototypeOf(Response))
