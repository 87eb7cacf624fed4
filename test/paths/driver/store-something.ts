import { complete } from './client.ts'
import type { Ground } from './ground.ts'
import { firstHalf, settle, whole, type Scene } from './scene.ts'

/** The fields of what is stored: its lifetime, and what it permits. */
const fieldsOf = ({ stored, permits }: Ground): string[] => {
  const lifetime = stored === 'fresh' ? 600 : 1
  return ['Cache-Control', [`max-age=${lifetime}`, ...permits].join(', '), 'ETag', '"1"']
}

/** Brings what the ground has stored into the store, by a request of somebody else. */
export const storeSomething = async (scene: Scene): Promise<void> => {
  const { stored } = scene.ground
  if (stored === 'nothing') return
  const fields = fieldsOf(scene.ground)
  const isPart = stored === 'part'
  const client = scene.send('other', { fields: isPart ? ['Range', 'bytes=0-3'] : [] })
  const head = isPart
    ? { status: 206, fields: [...fields, 'Content-Range', 'bytes 0-3/8'] }
    : { fields: [...fields, 'Content-Length', String(whole.length)] }
  scene.answer('other', head, 'streamed')
  await settle()
  if (scene.body !== undefined) complete(scene.body, isPart ? firstHalf : whole)
  scene.body = undefined
  void client.read()
  await settle()
  if (stored !== 'fresh') scene.clock.advance(2_000)
}
