import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { compileFunction } from 'node:vm'
import { flightMachine, transactionMachine } from '@cachechart/core'
import { differencesOf, type MachineDifference } from '@cachechart/viz'
import { describe, expect, test } from '@jest/globals'
import { setup, type AnyStateMachine } from 'xstate'
import { flightMutants } from '../mutants/flight-mutants.ts'
import type { Edit } from '../mutants/mutant.ts'
import { transactionMutants } from '../mutants/transaction-mutants.ts'

const sources = new URL('../../packages/core/src/', import.meta.url)

/** The machine that the source of another becomes by edits of its text. */
const mutated = (file: string, edits: readonly Edit[]): AnyStateMachine => {
  const text = edits.reduce(
    (source, { from, to }) => source.replace(from, () => to),
    readFileSync(new URL(file, sources), 'utf8'),
  )
  const script = stripTypeScriptTypes(text)
    .replaceAll(/^import .*$/gm, '')
    .replace(/^export const \w+ =/m, 'return')
  return compileFunction(script, ['setup'])(setup) as AnyStateMachine // the file exports one machine, and no more
}

const machines = [
  { machine: transactionMachine, file: 'machine/transaction-machine.ts', mutants: transactionMutants },
  { machine: flightMachine, file: 'machine/flight-machine.ts', mutants: flightMutants },
]

describe.each(machines)('compared with the $machine.id machine', ({ machine, file, mutants }) => {
  test('the text as it is makes the same machine', () => {
    expect(differencesOf(machine, mutated(file, []))).toEqual([])
  })

  const ofThisFile = mutants.filter(({ edits }) => edits.every((edit) => edit.file === file))

  test.each(ofThisFile)('a mutant differs in what was edited: $name', ({ edits }) => {
    const differences = differencesOf(machine, mutated(file, edits))
    expect(differences).not.toEqual([])
    const words = edits.map(({ from, to }) => from + to).join()
    const others = differences.filter((each) => !wordsOf(each).some((word) => words.includes(word)))
    expect(others.map(({ text }) => text)).toEqual([])
  })
})

/** The state or the event, and what of it is other. */
const wordsOf = ({ name, changes }: MachineDifference): string[] => [
  name.split(' on ').at(-1) ?? name,
  ...changes.flatMap(({ before, after }) => [before, after].flatMap((value) => value.split(', '))),
]
