/**
 * How many columns of a terminal a text takes: letters that stand upon others none, ideographs and emoji two (Unicode
 * Standard Annex 11), all others one. The text must be visible text: a tab or a control character has no width.
 *
 * @example
 * displayWidth('größe') // 5
 * displayWidth('状態') // 4
 */
export function displayWidth(text: string): number {
  let width = 0
  for (const sign of text) width += signWidth(sign)
  return width
}

const signWidth = (sign: string): number => {
  if (sign <= '\u{ff}') return 1
  if (combining.test(sign)) return 0
  return wide.test(sign) ? 2 : 1
}

const combining = /^[\p{Mn}\p{Me}]$/u

/** The scripts whose letters fill a square, their punctuation, the forms made to stand among them, and emoji. */
const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Hangul}\p{Script=Yi}\p{Script=Tangut}\p{Script=Nushu}\p{Emoji_Presentation}\u2e80-\u303e\u3041-\u33ff\uff01-\uff60\uffe0-\uffe6]$/u
