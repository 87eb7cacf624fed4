import { fieldValue } from '../http/field-lines.ts'
import type { RequestHead, ResponseHead } from '../http/message.ts'
import { resolveReference } from '../http/uri-reference.ts'
import { cacheKeyOf, cacheKeyOfUri } from './cache-key.ts'
import { isSafeMethod } from './safe-methods.ts'

/** The URI that a field of the reply names, where it has the origin of the target URI; else `null`. */
function sameOriginUri(base: string, reference: string | null): string | null {
  const target = reference === null ? null : resolveReference(base, '')
  const named = resolveReference(base, reference ?? '')
  // RFC 9111 §4.4: not across origins, or one site could clear another's responses.
  return target !== null && named?.origin === target.origin ? named.origin + named.target : null
}

/**
 * The URIs whose stored responses a reply makes invalid: the target, and what Location and Content-Location name at the
 * same origin. None for safe methods and for errors. RFC 9111 §4.4.
 */
export function urisToInvalidate(request: RequestHead, reply: ResponseHead): readonly string[] {
  if (isSafeMethod(request.method) || reply.status < 200 || reply.status >= 400) return []
  const target = cacheKeyOf(request)
  const named = ['location', 'content-location'].map((name) =>
    sameOriginUri(target, fieldValue(reply.fields, name)),
  )
  return [...new Set([target, ...named])].filter((uri) => uri !== null).map(cacheKeyOfUri)
}
