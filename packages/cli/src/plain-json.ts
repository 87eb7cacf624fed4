/**
 * JSON that means the same and has only signs that every terminal just shows: `JSON.stringify` leaves some in that it would
 * obey, and some that turn the direction of what it shows.
 */
export const plainJson = (json: string): string =>
  json.replace(/[^\n -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
