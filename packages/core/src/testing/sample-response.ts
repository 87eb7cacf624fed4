import type { StoredResponse } from '../http/stored-response.ts'

/**
 * A stored response, fresh for a minute and without a selecting field, unless `changes` say otherwise.
 * @example
 * const response = sampleResponse({ vary: ['accept-language'], varied: ['de'] })
 * console.log(response.status, response.varied) // 200, ['de']
 */
export function sampleResponse(changes: Partial<StoredResponse> = {}): StoredResponse {
  return {
    version: 1,
    status: 200,
    reason: 'OK',
    fields: ['Content-Type', 'text/plain', 'Date', 'Tue, 14 Nov 2023 22:13:20 GMT', 'ETag', '"1"'],
    vary: [],
    varied: [],
    requestTime: 1_700_000_000_000,
    responseTime: 1_700_000_000_040,
    date: 1_700_000_000_000,
    initialAge: 0.04,
    lifetime: 60,
    heuristic: false,
    immutable: false,
    sharedWithAuthorization: false,
    mustValidate: false,
    mustNotBeStale: false,
    staleWhileRevalidate: null,
    staleIfError: null,
    etag: '"1"',
    lastModified: null,
    lastModifiedTime: typeof changes.lastModified === 'string' ? Date.parse(changes.lastModified) : null,
    part: null,
    surrogateKeys: [],
    url: null,
    sharedWith: 'all',
    sensitive: false,
    ...changes,
  }
}
