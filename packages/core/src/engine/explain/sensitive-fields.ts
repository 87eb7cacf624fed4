/** Words in the names of fields by which somebody proves who they are. */
const telling = /auth|cookie|credential|csrf|jwt|key|password|secret|session|sign|token/

/** Whether the value of a field may be secret, and is not to be shown, by its name. RFC 9110 §17.16.3 */
export const isSensitiveField = (name: string): boolean => telling.test(name.toLowerCase())
