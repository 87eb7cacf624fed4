import type { FieldLines } from '@cachechart/core'

const name = 'Vary'
const value = '*'

/**
 * The fields of a reply that an interceptor below has fetched from elsewhere, where the origin had redirected the
 * request: it is not for the URL that was asked, nor would the redirect last as long. Nothing with this field is reused
 * (RFC 9111 §4.1), whatever else the fields say.
 */
export function withRedirectMark(fields: FieldLines): FieldLines {
  return [...fields, name, value]
}

/** The fields as they came. */
export function withoutRedirectMark(fields: FieldLines): FieldLines {
  const at = fields.findLastIndex(
    (field, index) => index % 2 === 0 && field === name && fields[index + 1] === value,
  )
  return at < 0 ? fields : fields.toSpliced(at, 2)
}
