import { paths } from './sample-messages.ts'

/** The next URL to ask for. A path that ends in a slash stands for ever new resources. */
export function urlsOf(target: string): () => string {
  if (!target.endsWith(paths.unique)) return () => target
  let last = 0
  return () => `${target}${(last += 1)}`
}

/** Reads a response to its end. @throws Error when it is not the sample */
export async function readSample(response: {
  readonly status: number
  arrayBuffer(): Promise<ArrayBuffer>
}): Promise<void> {
  const { byteLength } = await response.arrayBuffer()
  if (response.status !== 200 || byteLength !== 1024) throw new Error(`unexpected answer ${response.status}`)
}
