import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../architecture/source-file.ts'
import { isGood } from '../conformance/classify.ts'
import { exemptionOf, readExpectations, runs } from '../conformance/expectations.ts'
import { decisionsFolder, readDecisions } from '../conformance/read-decisions.ts'
import { clausesIn } from './clauses-in.ts'
import { readModule, type ReadModule } from './read-module.ts'
import { sectionOf, type Document, type Requirement } from './requirement.ts'

const suite = 'http-cache-tests'
const longestQuote = 25

/** What is wrong with the requirements of a document, a line each: with what they say of themselves, of source, tests and decisions. */
export function findFaults({ rfc, requirements }: Document): readonly string[] {
  return requirements.flatMap((requirement) =>
    faultsOf(requirement, rfc).map((fault) => `RFC ${rfc} ${requirement.id}: ${fault}`),
  )
}

function faultsOf(requirement: Requirement, rfc: number): string[] {
  const { quote, level, answer } = requirement
  const clause = `${rfc} §${sectionOf(requirement)}`
  const faults: string[] = []
  if (quote.split(/\s+/).length > longestQuote) faults.push(`the quote has more than ${longestQuote} words`)
  if (level !== 'none' && !new RegExp(`\\b${level}\\b(?! NOT)`).test(quote))
    faults.push(`no ${level} in the quote`)
  const { decided = [], shown = [] } = 'decided' in requirement ? requirement : { shown: requirement.shown }
  if ((answer === 'yes' || answer === 'used') && (decided.length === 0 || shown.length === 0)) {
    faults.push(`"${answer}" needs a function and a test`)
  }
  if ('adr' in requirement && requirement.adr !== undefined)
    faults.push(...faultsOfDecision(requirement.adr, clause))
  return [
    ...faults,
    ...decided.flatMap((decision) => faultsOfFunction(decision, clause)),
    ...shown.flatMap(faultsOfEvidence),
  ]
}

/** The decision is there, and names the clause. */
function faultsOfDecision(adr: string, clause: string): string[] {
  const file = readDecisions().get(adr)
  if (file === undefined) return [`there is no decision ${adr}`]
  const names = clausesIn(readFileSync(new URL(file, decisionsFolder), 'utf8'))
  return names.has(clause) ? [] : [`the decision ${adr} does not name RFC ${clause}`]
}

function faultsOfFunction(decision: string, clause: string): string[] {
  const [path = '', name = ''] = decision.split('#')
  const module = moduleAt(path)
  if (module === undefined) return [`there is no ${path}`]
  const faults = module.names.has(name) ? [] : [`${path} does not define ${name}`]
  return module.clauses.has(clause) ? faults : [...faults, `no comment of ${path} cites RFC ${clause}`]
}

function faultsOfEvidence(evidence: string): string[] {
  const [place = '', ...titles] = evidence.split(' › ')
  if (place === suite) return faultsOfSuiteTest(titles.join(' › '))
  const module = moduleAt(place)
  if (module === undefined) return [`there is no ${place}`]
  return module.hasTitles(titles) ? [] : [`${place} has no “${titles.join(' › ')}”`]
}

const expectations = readExpectations()

/** A test of the suite that is asked of some kind of cache, and that every one passes of which it is asked. */
function faultsOfSuiteTest(id: string): string[] {
  const expected = expectations.tests[id]
  if (expected === undefined) return [`${suite} has no ${id}`]
  const asked = runs.filter((run) => exemptionOf(expected, run) === undefined)
  const shows = asked.length > 0 && asked.every((run) => isGood(expected[run]))
  return shows ? [] : [`${suite} shows nothing by ${id}: ${asked.map((run) => expected[run]).join(', ')}`]
}

const modules = new Map<string, ReadModule>()

function moduleAt(path: string): ReadModule | undefined {
  const known = modules.get(path)
  const file = join(repositoryRoot, path)
  if (known !== undefined || !existsSync(file)) return known
  const read = readModule(path, readFileSync(file, 'utf8'))
  modules.set(path, read)
  return read
}
