import { fieldValue, filterFields, filterLines, isFieldName } from './field-lines.ts'
import { listMembers } from './list-members.ts'
import type { FieldLines } from './message.ts'

/** Fields that go no further than one connection, whether or not Connection names them. RFC 9110 §7.6.1. */
function isConnectionField(name: string): boolean {
  switch (name.length) {
    case 2:
      return isFieldName(name, 'te')
    case 7:
      return isFieldName(name, 'upgrade')
    case 10:
      return isFieldName(name, 'connection') || isFieldName(name, 'keep-alive')
    case 16:
      return isFieldName(name, 'proxy-connection')
    case 17:
      return isFieldName(name, 'transfer-encoding')
    default:
      return false
  }
}

function hasConnectionField(fields: FieldLines): boolean {
  return fields.some((name, index) => index % 2 === 0 && isConnectionField(name))
}

/**
 * Fields for every recipient, which Connection cannot name: RFC 9110 §7.6.1 and RFC 9111 §5.2 of Cache-Control, and RFC
 * 9213 §2.2 of what stands in its place; the other two say where a message goes and where it ends.
 */
const neverNamed = new Set(['cache-control', 'cdn-cache-control', 'content-length', 'host'])

/** What Connection mostly says, and every connection knows: RFC 9112 §9. */
const namesNoField = new Set(['keep-alive', 'close', 'Keep-Alive'])

/**
 * The lines that may be forwarded; the same array where nothing is to be removed. RFC 9110 §7.6.1. (Fields about a
 * proxy's own authentication may be forwarded, though not stored: RFC 9111 §3.1.)
 */
export function withoutConnectionFields(fields: FieldLines): FieldLines {
  if (!hasConnectionField(fields)) return fields
  const connection = fieldValue(fields, 'connection')
  if (connection === null || namesNoField.has(connection)) {
    return filterLines(fields, (name) => !isConnectionField(name))
  }
  const named = new Set(listMembers(connection.toLowerCase()))
  return filterFields(
    fields,
    (name) => !isConnectionField(name) && (!named.has(name) || neverNamed.has(name)),
  )
}
