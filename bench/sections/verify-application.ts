import { paths } from '../contenders/sample-messages.ts'
import { answerOfCache, plainly } from './exchange.ts'

/** What an application says of its cache, if it has one: RFC 9211. */
type Expected = 'hit' | 'forwarded' | 'no cache'

/** What has to be said of a path by a server of this name, from the second request on. */
const expectedOf = (path: string, server: string): Expected => {
  if (!server.startsWith('cached-')) return 'no cache'
  return path === paths.fresh ? 'hit' : 'forwarded'
}

/** Looks at an application that makes its answers itself: no origin can tell whether its cache has answered. */
export const verifyApplication =
  (path: string, server: string) =>
  async (url: string): Promise<void> => {
    const expected = expectedOf(path, server)
    const { fields } = await answerOfCache(url, plainly(path))
    const place = fields.findIndex((name, index) => index % 2 === 0 && /^cache-status$/i.test(name))
    const said = place < 0 ? undefined : (fields[place + 1] ?? '')
    const seen = said === undefined ? 'no cache' : /; ?hit\b/.test(said) ? 'hit' : 'forwarded'
    if (seen !== expected) throw new Error(`${path}: expected "${expected}", but Cache-Status is "${said}"`)
  }
