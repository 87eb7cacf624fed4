/** The members of `init` that the cache reads; all others are for the fetch underneath. */
const ownMembers = new Set(['method', 'headers', 'body', 'signal', 'cache', 'redirect', 'overrides'])

/** Members that say how to send, and that no Request would refuse. */
const sendingMembers = new Set(['dispatcher', 'duplex'])

/**
 * The members that go to the fetch underneath as they are, inherited ones too: `init` may be a Request.
 *
 * @throws TypeError when one of them is not valid: a stored response must not hide that
 */
export function foreignMembers(init: RequestInit): RequestInit {
  let members: Record<string, unknown> | undefined
  let isUnusual = false
  for (const name in init) {
    if (ownMembers.has(name)) continue
    members ??= {}
    members[name] = init[name as keyof RequestInit] // what `for in` lists
    isUnusual ||= !sendingMembers.has(name)
  }
  if (isUnusual) void new Request('http://localhost/', members)
  return members ?? none
}

const none: RequestInit = {}

/** The members of a Request that are lost when a call has others of its own (Fetch §5.4), or when it is redirected. */
export function carriedMembers(request: Request): RequestInit {
  const { credentials, referrer, referrerPolicy } = request
  return {
    ...(credentials === undefined ? {} : { credentials }),
    ...(referrer === undefined || referrer === 'about:client' ? {} : { referrer }),
    ...(referrerPolicy === undefined ? {} : { referrerPolicy }),
  }
}
