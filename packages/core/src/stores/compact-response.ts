import type { StoredResponse } from '../http/stored-response.ts'
import type { TextPool } from './text-pool.ts'

/** An equal response that takes as little memory as can be: lists of exact length, and texts shared with others. */
export function compactResponse(response: StoredResponse, pool: TextPool): StoredResponse {
  const { fields, vary, varied, etag, lastModified, surrogateKeys } = response
  const share = (text: string) => pool.share(text)
  return {
    ...response,
    fields: fields.map(share),
    vary: pool.shareList(vary),
    varied: pool.shareList(varied),
    // Each is kept in the index as well: one text serves both, and all others that carry it.
    surrogateKeys: surrogateKeys.length === 0 ? pool.shareList(surrogateKeys) : surrogateKeys.map(share),
    // The same texts as in the fields, which are in the pool by now.
    etag: etag === null ? null : share(etag),
    lastModified: lastModified === null ? null : share(lastModified),
  }
}
