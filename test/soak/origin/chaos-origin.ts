import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { resourceAt } from '../resource.ts'
import { fateOf, thinkingTime, type Fate } from './fate.ts'
import { failingReply, later, meetFate } from './meet-fate.ts'
import { planReply, type Question } from './reply-head.ts'

/** What the origin has been asked, and what became of it. */
export interface OriginCounts {
  readonly requests: number
  readonly fates: Readonly<Partial<Record<Fate, number>>>
  readonly notModified: number
}

/** A server that answers well, badly, late or never, as the seed has it. */
export interface ChaosOrigin {
  readonly server: Server
  counts(): OriginCounts
}

export function chaosOrigin(seed: number): ChaosOrigin {
  const asked = new Map<string, number>()
  const fates: Partial<Record<Fate, number>> = {}
  let requests = 0
  let notModified = 0

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? ''
    const resource = resourceAt(seed, path)
    const count = asked.get(path) ?? 0
    asked.set(path, count + 1)
    const fate = fateOf(resource, seed, count)
    const askedAt = Date.now()
    requests += 1
    fates[fate] = (fates[fate] ?? 0) + 1
    later(response, thinkingTime(seed, path, count), () => {
      const reply = replyTo({ request, resource, askedAt }, fate)
      if (reply.status === 304) notModified += 1
      meetFate(response, fate, reply)
    })
  }

  const server = createServer((request, response) => {
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    // A request with content is answered once all of it is there.
    if (request.method !== 'POST') answer(request, response)
    else
      request.resume().once('end', () => {
        answer(request, response)
      })
  })
  // Longer than any adapter keeps an idle connection: else requests and the end of a connection would cross.
  server.keepAliveTimeout = 60_000
  return { server, counts: () => ({ requests, fates: { ...fates }, notModified }) }
}

function replyTo(question: Question, fate: Fate) {
  if (fate === 'error500') return failingReply(question, 500)
  if (fate === 'error503') return failingReply(question, 503)
  return planReply(question, Date.now())
}
