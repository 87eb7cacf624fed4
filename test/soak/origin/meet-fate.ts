import type { ServerResponse } from 'node:http'
import { askerField, labelField, labelText } from '../label.ts'
import { patternBytes } from '../pattern.ts'
import { errorLanguage, representationOf } from '../resource.ts'
import type { Fate } from './fate.ts'
import type { PlannedReply, Question } from './reply-head.ts'

/** Answers a request well or badly, as its fate has it. */
export function meetFate(response: ServerResponse, fate: Fate, reply: PlannedReply): void {
  switch (fate) {
    case 'resetBeforeHead':
      response.socket?.resetAndDestroy()
      return
    case 'stallBeforeHead':
      return // whoever waits has to leave
    case 'whole':
    case 'error500':
    case 'error503':
      begin(response, reply)
      send(response, reply, reply.to)
      response.end()
      return
    case 'trickle':
      begin(response, reply)
      trickle(response, reply, reply.from)
      return
    case 'resetInBody':
    case 'stallInBody':
    case 'endsEarly':
      breakOff(response, fate, reply)
  }
}

/** The response of an origin that fails, with bytes of its own. */
export function failingReply({ request, resource, askedAt }: Question, status: number): PlannedReply {
  const label = {
    version: status,
    language: errorLanguage,
    asker: String(request.headers[askerField.toLowerCase()]),
    askedAt,
  }
  const { start, length } = representationOf(resource, status, errorLanguage)
  const fields = { [labelField]: labelText(label), 'Content-Length': String(length) }
  return { status, fields, start, from: 0, to: length }
}

function begin(response: ServerResponse, { status, fields }: PlannedReply): void {
  response.writeHead(status, fields)
}

function send(response: ServerResponse, { start, from }: PlannedReply, to: number): void {
  for (const piece of patternBytes(start, from, to)) response.write(piece)
}

/** In so many pieces does a trickling body come, and with so many milliseconds between them. */
const trickling = { pieces: 12, pause: 70 }

function trickle(response: ServerResponse, reply: PlannedReply, from: number): void {
  const step = Math.max(1, Math.ceil((reply.to - reply.from) / trickling.pieces))
  const to = Math.min(reply.to, from + step)
  send(response, { ...reply, from }, to)
  if (to === reply.to) response.end()
  else
    later(response, trickling.pause, () => {
      trickle(response, reply, to)
    })
}

/** Half of the body, and then nothing more, or the end of the connection. */
function breakOff(response: ServerResponse, fate: Fate, reply: PlannedReply): void {
  begin(response, reply)
  const middle = reply.from + Math.floor((reply.to - reply.from) / 2)
  if (middle === reply.from || response.req.method === 'HEAD') {
    send(response, reply, reply.to)
    response.end() // there is nothing to break in the middle
    return
  }
  send(response, reply, middle)
  if (fate === 'stallInBody') return
  // What was written leaves first: a reset at once would take it along.
  later(response, 20, () => {
    if (fate === 'resetInBody') response.socket?.resetAndDestroy()
    else response.socket?.end()
  })
}

/** Goes on after a while, unless the connection is gone by then. */
export function later(response: ServerResponse, delay: number, goOn: () => void): void {
  const timer = setTimeout(() => {
    response.off('close', forget)
    goOn()
  }, delay)
  const forget = (): void => {
    clearTimeout(timer)
  }
  response.once('close', forget)
}
