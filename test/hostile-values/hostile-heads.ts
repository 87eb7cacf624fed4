/** A head that somebody has written in place of the one that the cache has stored. */
export interface HostileHead {
  readonly title: string
  /** What is planted, of the sound head. */
  readonly plant: (sound: Readonly<Record<string, unknown>>) => string | Buffer
}

/** A word that nobody is to see: it stands in all that is planted. */
export const poison = 'POISON'

const withMembers =
  (changes: Readonly<Record<string, unknown>>): HostileHead['plant'] =>
  (sound) =>
    JSON.stringify({ ...sound, reason: poison, ...changes })

const withField =
  (name: string, value: string): HostileHead['plant'] =>
  (sound) =>
    JSON.stringify({ ...sound, fields: [...linesOf(sound), 'X-Planted', poison, name, value] })

const linesOf = ({ fields }: Readonly<Record<string, unknown>>): readonly unknown[] =>
  Array.isArray(fields) ? fields : []

/** A number that `JSON.stringify` would not write. */
const withNumber =
  (member: string, digits: string): HostileHead['plant'] =>
  (sound) =>
    JSON.stringify({ ...sound, reason: poison, [member]: '<number>' }).replace('"<number>"', digits)

const injection = `1\r\nSet-Cookie: ${poison}=1\r\n\r\n${poison}`
const many = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `n${index}`)

const texts: Readonly<Record<string, string | Buffer>> = {
  'no text at all': '',
  'no JSON': `<html>${poison}</html>`,
  'JSON of nothing': 'null',
  'JSON of a word': `"${poison}"`,
  'JSON of a list': `["${poison}"]`,
  'JSON of a number beyond all': '1e999',
  'JSON of lists in lists': '['.repeat(200_000),
  'JSON of objects in objects': `${'{"version":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  'JSON that holds its members in a prototype': `{"__proto__":{"version":1,"reason":"${poison}"}}`,
  'a NUL': '\0',
  'half a character': Buffer.from([0x7b, 0x22, 0xe2, 0x82]),
  'bytes of no encoding': Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xf5]),
}

const members: Readonly<Record<string, HostileHead['plant']>> = {
  'a later version': withMembers({ version: 2 }),
  'a version that is a text': withMembers({ version: '1' }),
  'no version': withMembers({ version: undefined }),
  'a line break in the value of a field': withField('X', injection),
  'a line feed in the value of a field': withField('X', `1\nSet-Cookie: ${poison}=1`),
  'a line break in the name of a field': withField(`X: 1\r\nSet-Cookie: ${poison}=1\r\nY`, '1'),
  'a NUL in the value of a field': withField('X', `1\0${poison}`),
  'half of a line break in a character': withField('X', `1\u010d\u010aSet-Cookie: ${poison}=1`),
  'a line break in the reason': withMembers({ reason: `OK\r\nSet-Cookie: ${poison}=1` }),
  'a line break in the entity tag': withMembers({ etag: `"1"\r\nHost: ${poison}` }),
  'a framing of its own': withField('Transfer-Encoding', 'chunked'),
  'a connection of its own': withField('Connection', 'upgrade'),
  'another length beside the right one': withField('Content-Length', '5'),
  'an age of its own': withField('Age', '0'),
  'a status that ends nothing': withMembers({ status: 101 }),
  'a status of four digits': withMembers({ status: 2000 }),
  'a status below zero': withMembers({ status: -200 }),
  'a status that is a text': withMembers({ status: '200' }),
  'a hundred thousand fields': withMembers({ fields: many(200_000) }),
  'a hundred thousand labels': withMembers({ surrogateKeys: many(100_000) }),
  'a hundred thousand selecting names': withMembers({
    vary: many(100_000).toSorted(),
    varied: many(100_000),
  }),
  'a value of a megabyte': withField('X', 'x'.repeat(1_000_000)),
  'an odd number of fields': withMembers({ fields: ['X-Planted'] }),
  'fields by name': withMembers({ fields: { 'x-planted': poison, length: 2 } }),
  'fields in the prototype of none': withMembers({ fields: { __proto__: null, length: -1 } }),
  'a selecting name without a value': withMembers({ vary: ['accept'], varied: [] }),
  'a lifetime beyond all': withNumber('lifetime', '1e308'),
  'a lifetime that is infinite': withNumber('lifetime', '1e999'),
  'a lifetime of a thousand digits': withNumber('lifetime', '9'.repeat(1_000)),
  'an age below zero': withNumber('initialAge', '-1e999'),
  'a date beyond the calendar': withNumber('date', '1e20'),
  'a time of arrival beyond the calendar': withNumber('responseTime', '8640000000000001'),
  'a part of what is whole': withMembers({
    part: { first: 0, last: 1, complete: 9, length: 2, range: '' },
  }),
  'a part of 10^300 bytes': withMembers({
    status: 206,
    part: { first: 0, last: 1e300, complete: null, length: 1e300, range: '' },
  }),
}

/** All of them, by what is wrong. */
export const hostileHeads: readonly HostileHead[] = [
  ...Object.entries(texts).map(([title, text]) => ({ title, plant: () => text })),
  ...Object.entries(members).map(([title, plant]) => ({ title, plant })),
]

/** A length beside the body that is not its own. */
export const wrongLengths: readonly HostileHead[] = [
  ['longer', '999'],
  ['shorter', '1'],
  ['beyond all', '999999999999999'],
].map(([title, length = '']) => ({
  title: `a body that is announced as ${title}`,
  plant: (sound) => {
    const fields = linesOf(sound).map((piece, index, lines) =>
      /^content-length$/i.test(String(lines[index - 1])) ? length : piece,
    )
    return JSON.stringify({ ...sound, reason: poison, fields })
  },
}))
