import { isGood } from './classify.ts'
import { kindOf, suites, type Kind, type Suite, type SuiteTest } from './conformance-suite.ts'
import { exemptionOf, runs, type Expectation, type Expectations, type Run } from './expectations.ts'

/** A test and what is to become of it. */
type Row = { readonly test: SuiteTest; readonly expected: Expectation }

const titles: Readonly<Record<Run, string>> = {
  gateway: 'Gateway (shared)',
  fetch: '`cachedFetch` (private)',
}

/** The expectations as a page of Markdown; `decisions` are the files of the decisions by number. */
export function conformancePage(expectations: Expectations, decisions: ReadonlyMap<string, string>): string {
  const rows = suites.flatMap((suite) => rowsOf(suite, expectations))
  return `# Conformance

<!-- Written by scripts/generate-docs.ts from test/conformance/expectations.json: change that, not this page. -->

The tests of [cache-tests.fyi](https://cache-tests.fyi), as its package \`http-cache-tests\` 0.4.5 has them, run in \`npm test\` over
loopback: the suite's own server is the origin, its own client speaks through the cache, and its own rules say what the
result is. A result that differs from this page, for better or worse, fails the tests; since the suite measures in seconds,
a surprising one is looked at twice. \`required\` is what the RFCs demand, \`optimal\` what a good cache does; a \`check\` only
asks how a cache behaves.

- The gateway runs with its defaults, except \`policy: { setCookie: 'store' }\` ([why](${linkTo('0008', decisions)})).
- \`cachedFetch\` runs with its defaults, over the \`fetch\` of Node.

${table(['', ...runs.map((run) => titles[run])], summary(rows))}

## What does not pass

${table(
  ['Test', 'Kind', 'What it wants', ...runs, 'Why'],
  rows.filter(({ expected }) => expected.adr !== undefined).map((row) => failure(row, decisions)),
)}

## What does not apply

${runs.map((run) => `### ${titles[run]}\n\n${exemptions(rows, expectations, run)}`).join('\n\n')}

## Answers to the checks

${suites
  .map((suite) => checksOf(suite, expectations))
  .filter(Boolean)
  .join('\n\n')}
`
}

function rowsOf(suite: Suite, { tests }: Expectations): readonly Row[] {
  return suite.tests.flatMap((test) => {
    const expected = tests[test.id]
    return expected === undefined ? [] : [{ test, expected }]
  })
}

function summary(rows: readonly Row[]): string[][] {
  const counts = (['required', 'optimal'] as const).map((kind) => [
    kind,
    ...runs.map((run) => share(rows, run, kind)),
  ])
  return [
    ...counts,
    ['checks answered yes', ...runs.map((run) => share(rows, run, 'check'))],
    ['not applicable', ...runs.map((run) => String(rows.length - applicable(rows, run).length))],
  ]
}

function share(rows: readonly Row[], run: Run, kind: Kind): string {
  const asked = applicable(rows, run).filter(({ test }) => kindOf(test) === kind)
  return `${asked.filter(({ expected }) => isGood(expected[run])).length} of ${asked.length}`
}

const applicable = (rows: readonly Row[], run: Run): readonly Row[] =>
  rows.filter(({ expected }) => exemptionOf(expected, run) === undefined)

function failure({ test, expected }: Row, decisions: ReadonlyMap<string, string>): string[] {
  const { adr = '' } = expected
  const results = runs.map((run) => (exemptionOf(expected, run) === undefined ? expected[run] : '–'))
  return [`\`${test.id}\``, kindOf(test), test.name, ...results, `[${adr}](${linkTo(adr, decisions)})`]
}

/** A paragraph for each reason, with its tests. */
function exemptions(rows: readonly Row[], { reasons }: Expectations, run: Run): string {
  const byReason = Map.groupBy(rows, ({ expected }) => exemptionOf(expected, run))
  return Object.entries(reasons)
    .flatMap(([key, sentence]) => {
      const exempt = byReason.get(key)?.map(({ test }) => `\`${test.id}\``)
      return exempt === undefined ? [] : [`${sentence}\n\n${exempt.map((id) => `- ${id}`).join('\n')}`]
    })
    .join('\n\n')
}

function checksOf(suite: Suite, expectations: Expectations): string {
  const checks = rowsOf(suite, expectations).filter(({ test }) => kindOf(test) === 'check')
  if (checks.length === 0) return ''
  const answers = checks.map(({ test, expected }) => [
    `\`${test.id}\``,
    test.name,
    ...runs.map((run) => (exemptionOf(expected, run) === undefined ? expected[run] : '–')),
    expectations.reasons[expected.why ?? ''] ?? '',
  ])
  return `### ${suite.name}\n\n${table(['Test', 'Question', ...runs, 'Why'], answers)}`
}

const linkTo = (number: string, decisions: ReadonlyMap<string, string>): string =>
  `adr/${decisions.get(number) ?? ''}`

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
