import type { Ask } from '../../fixtures/front.ts'
import type { Scene } from './scene.ts'

const withCacheControl = (value: string): Ask => ({ headers: { 'Cache-Control': value } })

/** What is asked, by the name that a scene has for it. */
export const asks: Readonly<Record<Scene['request'], Ask>> = {
  plain: {},
  background: {},
  bypass: withCacheControl('no-store'),
  write: { method: 'POST', body: new TextEncoder().encode('sent') },
  head: { method: 'HEAD' },
  onlyStored: withCacheControl('only-if-cached'),
  // RFC 9111 §5.2.1.7: nothing stored may answer it, and nothing else may be asked.
  impossible: withCacheControl('only-if-cached, no-store'),
}

/** What cannot be served what has been stale for a while, and so waits for the refresh. RFC 9111 §5.2.1.1 */
export const askForYounger: Ask = withCacheControl('max-age=10')
