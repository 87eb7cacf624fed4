import type { StoredResponse } from '../http/stored-response.ts'
import type { TextPool } from './text-pool.ts'

/** An equal response that takes as little memory as can be: lists of exact length, and texts shared with others. */
export function compactResponse(response: StoredResponse, pool: TextPool): StoredResponse {
  const { fields, vary, varied, etag, lastModified } = response
  const share = (text: string) => pool.share(text)
  return {
    ...response,
    fields: fields.map(share),
    vary: pool.shareList(vary),
    varied: pool.shareList(varied),
    // The same texts as in the fields, which are in the pool by now.
    etag: etag === null ? null : share(etag),
    lastModified: lastModified === null ? null : share(lastModified),
  }
}
