import type { Dispatcher } from 'undici'
import { agentRequests } from './agent-requests.ts'
import { sampleBody, sampleFields } from './sample-messages.ts'

const fields = [...sampleFields('max-age=3600'), 'Date', new Date().toUTCString(), 'Age', '1']
const names = fields.filter((_text, index) => index % 2 === 0)

const headers = (): Record<string, string> =>
  Object.fromEntries(names.map((name, index) => [name.toLowerCase(), fields[index * 2 + 1] ?? '']))

const controller: Dispatcher.DispatchController = {
  ...{ rawHeaders: fields, rawTrailers: [], aborted: false, paused: false, reason: null },
  ...{ abort: () => undefined, pause: () => undefined, resume: () => undefined },
}

/** Answers at once with the sample, and thinks nothing: what `agent.request` costs by itself, whoever answers. */
const answerAtOnce: Dispatcher.DispatcherComposeInterceptor = () => (_options, handler) => {
  handler.onRequestStart?.(controller, {})
  handler.onResponseStart?.(controller, 200, headers(), 'OK')
  handler.onResponseData?.(controller, Buffer.from(sampleBody))
  handler.onResponseEnd?.(controller, {})
  return true
}

/** `agent.request` over an interceptor that has the answer ready; the argument is a URL, and is not asked. */
export const instantRequests = agentRequests(() => answerAtOnce)
