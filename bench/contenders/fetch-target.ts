import { paths, sampleBody } from './sample-messages.ts'

/** The next URL to ask for. A path that ends in a slash stands for ever new resources. */
export function urlsOf(target: string): () => string {
  if (!target.endsWith(paths.unique)) return () => target
  let last = 0
  return () => `${target}${(last += 1)}`
}

let isKnown = false

/** Reads a response to its end; the first one is compared byte by byte. @throws Error when it is not the sample */
export async function readSample(response: {
  readonly status: number
  arrayBuffer(): Promise<ArrayBuffer>
}): Promise<void> {
  const bytes = await response.arrayBuffer()
  const isRight = isKnown || Buffer.compare(new Uint8Array(bytes), sampleBody) === 0
  if (response.status !== 200 || bytes.byteLength !== sampleBody.length || !isRight)
    throw new Error(`unexpected answer ${response.status}`)
  isKnown = true
}
