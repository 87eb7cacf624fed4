import { answers, levels, sectionOf, type Document, type Requirement } from './requirement.ts'

/** The requirements as a page of Markdown; `decisions` are the files of the decisions by number. */
export function requirementsPage(
  documents: readonly Document[],
  decisions: ReadonlyMap<string, string>,
): string {
  const [caching, ...related] = documents
  if (caching === undefined) throw new TypeError('there is no document')
  return `# RFC 9111, clause by clause

<!-- Written by scripts/generate-docs.ts from test/rfc9111: change that, not this page. -->

Every MUST, SHOULD and MAY of RFC 9111 §3 to §5 stands here in the order of the text, with the function that decides it and the
test that shows it, and each sentence without a key word that says what a cache is to do. The check fails when a function, a
test or a decision that is named here is not there, when the function's file does not cite the clause, and when a key word of the RFC is missing
from the page. \`no\` is always explained by a decision; \`not ours\` is asked of somebody else, or of another kind of cache.

${summary(caching.requirements)}

${sections(caching, 'apart', decisions)}

## Extensions

The same for the extensions that this cache implements.

${related.map((document) => extension(document, decisions)).join('\n\n')}
`
}

/** How many requirements of each level have which answer. */
function summary(requirements: readonly Requirement[]): string {
  const rows = levels.map((level) => {
    const ofLevel = requirements.filter((one) => one.level === level)
    return [
      levelName(level),
      ...answers.map((answer) => ofLevel.filter((one) => one.answer === answer).length),
      ofLevel.length,
    ].map((cell) => (cell === 0 ? '–' : String(cell)))
  })
  return table(
    ['', ...answers, 'all'],
    rows.filter((row) => row.at(-1) !== '–'),
  )
}

const levelName = (level: Requirement['level']): string => (level === 'none' ? 'no key word' : level)

function extension(document: Document, decisions: ReadonlyMap<string, string>): string {
  const { rfc, title } = document
  return `### [RFC ${rfc}](${linkTo(rfc)}): ${title}\n\n${sections(document, 'together', decisions)}`
}

/** What all rows of a table share. `apart`: the section is named above the table. */
interface Setting {
  readonly rfc: number
  readonly form: 'apart' | 'together'
  readonly decisions: ReadonlyMap<string, string>
}

/** A table for each section, or one for all of them. */
function sections(
  { rfc, requirements }: Document,
  form: Setting['form'],
  decisions: ReadonlyMap<string, string>,
): string {
  const tableOf = (some: readonly Requirement[]): string =>
    table(
      ['Clause', 'Level', 'Requirement', 'Answer', 'Decided in', 'Shown by'],
      some.map((requirement) => rowOf(requirement, { rfc, form, decisions })),
    )
  if (form === 'together') return tableOf(requirements)
  return [...Map.groupBy(requirements, sectionOf)]
    .map(
      ([section, some]) =>
        `${headingOf(section)} [§${section}](${linkTo(rfc, section)}) ${titles[section] ?? ''}\n\n${tableOf(some)}`,
    )
    .join('\n\n')
}

const headingOf = (section: string): string => (section.split('.').length > 2 ? '###' : '##')

/** The titles of the sections of RFC 9111. */
const titles: { readonly [section: string]: string } = {
  '3': 'Storing Responses in Caches',
  '3.1': 'Storing Header and Trailer Fields',
  '3.2': 'Updating Stored Header Fields',
  '3.3': 'Storing Incomplete Responses',
  '3.4': 'Combining Partial Content',
  '3.5': 'Storing Responses to Authenticated Requests',
  '4': 'Constructing Responses from Caches',
  '4.1': 'Calculating Cache Keys with the Vary Header Field',
  '4.2': 'Freshness',
  '4.2.1': 'Calculating Freshness Lifetime',
  '4.2.2': 'Calculating Heuristic Freshness',
  '4.2.3': 'Calculating Age',
  '4.2.4': 'Serving Stale Responses',
  '4.3.1': 'Sending a Validation Request',
  '4.3.2': 'Handling a Received Validation Request',
  '4.3.3': 'Handling a Validation Response',
  '4.3.4': 'Freshening Stored Responses upon Validation',
  '4.3.5': 'Freshening Responses with HEAD',
  '4.4': 'Invalidating Stored Responses',
  '5.1': 'Age',
  '5.2': 'Cache-Control',
  '5.2.1': 'Request Directives',
  '5.2.1.1': 'max-age',
  '5.2.1.2': 'max-stale',
  '5.2.1.3': 'min-fresh',
  '5.2.1.4': 'no-cache',
  '5.2.1.5': 'no-store',
  '5.2.1.6': 'no-transform',
  '5.2.1.7': 'only-if-cached',
  '5.2.2': 'Response Directives',
  '5.2.2.1': 'max-age',
  '5.2.2.2': 'must-revalidate',
  '5.2.2.3': 'must-understand',
  '5.2.2.4': 'no-cache',
  '5.2.2.5': 'no-store',
  '5.2.2.6': 'no-transform',
  '5.2.2.7': 'private',
  '5.2.2.8': 'proxy-revalidate',
  '5.2.2.9': 'public',
  '5.2.2.10': 's-maxage',
  '5.2.3': 'Extension Directives',
  '5.2.4': 'Cache Directive Registry',
  '5.3': 'Expires',
  '5.4': 'Pragma',
  '5.5': 'Warning',
}

function rowOf(requirement: Requirement, { rfc, form, decisions }: Setting): string[] {
  const { id, level, of, quote } = requirement
  const decided = 'decided' in requirement ? (requirement.decided ?? []) : []
  return [
    form === 'apart' ? id : `[${id}](${linkTo(rfc, sectionOf(requirement))})`,
    level === 'none' ? '–' : level,
    `${quote}${of === 'cache' ? '' : ` (${of})`}`,
    answerCell(requirement, decisions),
    decided.map(decision).join('<br>') || '–',
    (requirement.shown ?? []).map(evidence).join('<br>') || '–',
  ]
}

function answerCell(requirement: Requirement, decisions: ReadonlyMap<string, string>): string {
  const adr = 'adr' in requirement ? requirement.adr : undefined
  const why = adr === undefined ? [] : [`[ADR ${adr}](adr/${decisions.get(adr) ?? ''})`]
  const said = requirement.note === undefined ? [] : [requirement.note]
  return [`**${requirement.answer}**`, ...said, ...why].join(' ')
}

function decision(path: string): string {
  const [file = '', name = ''] = path.split('#')
  return `[\`${name}\`](../${file})`
}

/** The last title says what is shown; the file, where. A test of the suite is known by its id. */
function evidence(path: string): string {
  const [file = '', ...inner] = path.split(' › ')
  const last = inner.at(-1) ?? ''
  if (file === 'http-cache-tests') return `[suite](conformance.md): \`${last}\``
  return `[${file.split('/').at(-1)}](../${file}): ${last}`
}

const linkTo = (rfc: number, section?: string): string =>
  `https://www.rfc-editor.org/rfc/rfc${rfc}.html${section === undefined ? '' : `#section-${section}`}`

/** Not aligned: cells are as long as their links, and one long cell would widen every row. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const lines = [line(head), line(head.map(() => '---')), ...rows.map(line)]
  return ['<!-- prettier-ignore -->', ...lines].join('\n')
}
