/**
 * A cache write that is lost when its caller is cancelled, and one that is not. A service answers callers who leave when
 * their time is up. Cached by hand, what it was about to remember goes with them: the origin is asked again each time, and
 * whoever comes when the origin is gone is given old data. Mending the order of two lines saves the write from those who
 * leave in the midst of sending, not from those who leave before. With cachechart the fetch is not the caller's: what the
 * first one began is stored, though it has left.
 *
 * `node --conditions=source examples/lost-write/main.ts`
 */
import { callers, moments, patience, tryOut, type Result } from './try-out.ts'
import { ways } from './ways.ts'

const widths = [16, 14, 6, 22, 18]
const lineOf = (cells: readonly string[]): string =>
  cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('')

const isKept = ({ asked, edition }: Result): boolean => asked === 1 && edition === 'new'
const isLost = ({ asked, edition }: Result): boolean => asked === callers && edition === 'old'

const results = await Promise.all(moments.flatMap((moment) => ways.map((way) => tryOut(way, moment))))

console.log(
  `${callers} callers, one after the other, who leave after ${patience} ms, while the service is asking or sending:\n`,
)
const heads = ['cached', 'while', 'left', 'requests to origin', 'the next is given']
console.log(lineOf(heads).trimEnd())
for (const { way, moment, left, asked, edition } of results)
  console.log(lineOf([way.name, moment, String(left), String(asked), `the ${edition} edition`]).trimEnd())

const byHand = results.filter(({ way }) => way.name === 'by hand')
const promised = results.filter(({ way }) => way.promise === 'stored')
const [lost, kept] = [byHand.every(isLost), promised.every(isKept)]
console.log(
  `\nBy hand the write was ${lost ? 'lost each time' : 'not always lost'}; with cachechart it was ${kept ? 'made' : 'lost'}, whoever had left.`,
)
process.exitCode = lost && kept ? 0 : 1
