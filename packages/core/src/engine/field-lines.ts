export { fieldValue, hasField, withoutFields } from '../http/field-lines.ts'
