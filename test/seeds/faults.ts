import type { Ending, Scene, Subject } from './scene.ts'

/** What a client was promised of an ending and did not get. */
type Judge = (ending: Ending) => readonly string[]

const lacking = (ending: Ending, ...names: string[]): string[] =>
  names.filter((name) => !ending.headers.has(name)).map((name) => `the ${ending.type} lacks ${name}`)

/** Operations stay with the client, whatever becomes of it. */
export const keepsOperations: Judge = (ending) =>
  ending.type === 'response' ? lacking(ending, 'x-any', 'x-response') : lacking(ending, 'x-any', 'x-error')

/** The client is answered with a response. */
export const answers: Judge = ({ type, errors }) =>
  type === 'response' ? [] : [`the client gets an error of the ${errors.join()}`]

/** All errors are told, the first one first. */
export const tellsAll =
  (...expected: string[]): Judge =>
  ({ errors }) =>
    errors.join() === expected.join() ? [] : [`of ${expected.join()} only ${errors.join()} is told`]

/** What is wrong with how a subject ends some scenes. */
export const faultsOf = async (
  subject: Subject,
  scenes: readonly Scene[],
  judge: Judge,
): Promise<readonly string[]> => {
  const faults: string[] = []
  for (const scene of scenes) faults.push(...judge(await subject(scene)))
  return faults
}
