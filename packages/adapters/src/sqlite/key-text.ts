/** Begins what is not kept as it is. */
const escape = '\u0001'

/**
 * The text by which a key, or a name, is kept. SQLite keeps UTF-8: halves of surrogate pairs would all become the same
 * character there, and a NUL may end a text (https://www.sqlite.org/nulinstr.html).
 */
export function keyText(key: string): string {
  const isPlain = key.isWellFormed() && !key.includes('\0') && !key.startsWith(escape)
  return isPlain ? key : escape + JSON.stringify(key).replaceAll('\0', '\\u0000')
}

/** The key that is kept by this text. */
export function keyOfText(text: string): string {
  if (!text.startsWith(escape)) return text
  try {
    return String(JSON.parse(text.slice(escape.length)))
  } catch {
    // Nobody has written it so; it names itself.
    return text
  }
}

/** Where the texts of all keys lie that are not kept as they are. */
export const escapedKeys = escape
