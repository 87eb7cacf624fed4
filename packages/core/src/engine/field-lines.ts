export { fieldValue, hasField, withoutFields } from '../http/field-lines.ts'
export { withoutConnectionFields } from '../http/hop-by-hop.ts'
