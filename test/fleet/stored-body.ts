import { SpawnedProgram } from '../spawned-program.ts'
import { host } from './fleet-origin.ts'

/** The body that a store has for a path, as another process finds it there. */
export async function storedBody(store: string, path: string): Promise<string> {
  const args = ['cache', 'get', `http://${host}${path}`, '--body']
  const program = new SpawnedProgram('packages/cli/src/main.ts', args, { CACHECHART_STORE: store })
  const { code } = await program.ended
  if (code !== 0) throw new Error(program.err)
  return program.out
}
