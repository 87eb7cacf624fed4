/** How much one record may hold: more is refused before it costs anything. Lengths are in UTF-16 code units. */
export const recordingLimits = Object.freeze({
  /** Of a line. */
  line: 8_388_608,
  /** Of a URL, a key, a label, a field's value. */
  text: 131_072,
  /** Names and values of one list of fields, and members of any other list. */
  members: 8_192,
  /** Of all members of a list together. */
  list: 1_048_576,
})
