import type { FlightTransition, Transition } from '../../engine/trace.ts'
import { actionsOf } from './explored-action.ts'
import { ExploredSystem } from './explored-system.ts'
import type { ExploredWorld } from './explored-world.ts'

/** What a step of a story has made of one transaction or fetch. */
export interface StoryChange {
  /** `Anna`, `the refresh`, or `the fetch of Anna`. */
  readonly whose: string
  /** The state before, then each event and the state after it. */
  readonly course: readonly string[]
}

/** One step of a story: who did what, and what came of it. */
export interface StoryStep {
  readonly who: string
  readonly what: string
  readonly changes: readonly StoryChange[]
}

/** How it came about that an invariant does not hold. */
export interface Story {
  readonly invariant: string
  /** What is wrong. */
  readonly what: string
  readonly world: ExploredWorld
  /** The numbers of the steps among what was possible, from which the same can be done again. */
  readonly path: readonly number[]
  readonly steps: readonly StoryStep[]
}

/** Goes a path again, and tells it. */
export const tellStory = async (
  world: ExploredWorld,
  { invariant, what, path }: Pick<Story, 'invariant' | 'what' | 'path'>,
): Promise<Story> => {
  const system = new ExploredSystem(world)
  const steps: StoryStep[] = []
  for (const number of path) {
    const action = actionsOf(system)[number]
    if (action === undefined) throw new RangeError(`the story has no step ${number} here`)
    system.books.steps.length = 0
    action.run()
    await system.settle()
    steps.push({ who: action.who, what: action.what, changes: changesOf(system) })
  }
  return { invariant, what, world, path, steps }
}

const isFlight = (step: Transition | FlightTransition): step is FlightTransition => 'leader' in step

const changesOf = (system: ExploredSystem): StoryChange[] => {
  const courses = new Map<string, string[]>()
  for (const step of system.books.steps) {
    const whose = isFlight(step)
      ? `the fetch of ${system.ownerOf(step.leader)}`
      : system.ownerOf(step.transaction)
    const course = courses.get(whose) ?? [step.from]
    course.push(step.event, step.to)
    courses.set(whose, course)
  }
  return [...courses].map(([whose, course]) => ({ whose, course }))
}

const arrows = (course: readonly string[]): string =>
  course.map((word, at) => (at % 2 === 0 ? word : ` → (${word}) `)).join('')

/** A story to be read: numbered steps, and what each has changed. */
export const storyText = ({ invariant, what, world, steps }: Story): string => {
  const clients = world.clients.join(', ')
  return [
    `"${invariant}" does not hold: ${what}.`,
    `World "${world.name}": clients ${clients}; stored at first: ${world.stored}.`,
    ...steps.flatMap(({ who, what: does, changes }, at) => [
      `${at + 1}. ${who} ${does}`,
      ...changes.map(({ whose, course }) => `   ${whose}: ${arrows(course)}`),
    ]),
  ].join('\n')
}

/** Mermaid ends a statement at a semicolon and takes a number sign for an entity. */
const mermaidText = (text: string): string => text.replaceAll('#', '#35;').replaceAll(/;(?!$)/g, ',')

const partOf = (who: string): string => {
  if (who === 'the origin') return 'origin'
  return who === 'the store' ? 'store' : who.replaceAll(' ', '_')
}

/** The same as a sequence diagram in Mermaid's language. */
export const storyDiagram = ({ invariant, what, steps }: Story): string => {
  const parts = new Set(steps.map(({ who }) => partOf(who)))
  for (const fixed of ['store', 'origin']) parts.delete(fixed)
  return [
    'sequenceDiagram',
    ...[...parts].map((part) => `  actor ${part}`),
    '  participant cache',
    '  participant store',
    '  participant origin',
    ...steps.flatMap(({ who, what: does, changes }) => [
      `  ${partOf(who)}->>cache: ${mermaidText(does)}`,
      ...changes.map(
        ({ whose, course }) => `  Note over cache: ${mermaidText(`${whose}: ${arrows(course)}`)}`,
      ),
    ]),
    `  Note over cache: ${mermaidText(`"${invariant}" does not hold: ${what}`)}`,
    '',
  ].join('\n')
}
