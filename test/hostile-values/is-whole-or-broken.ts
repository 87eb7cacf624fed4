import type { WireAnswer } from './planted-gateway.ts'

/** Whether the body is this one, or can be told to have broken off: what is not all may not look as if it were. */
export function isWholeOrBroken({ head, body }: WireAnswer, whole: string): boolean {
  const announced = Number(/^content-length: (\d+)/im.exec(head)?.[1])
  return body === whole || body.length < announced
}
