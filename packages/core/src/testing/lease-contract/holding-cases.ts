import type { LeaseSubject } from '../../ports/lease.ts'
import type { LeaseCheck } from './lease-check.ts'
import { LeaseContractError } from './lease-contract-error.ts'
import type { LeaseStage, Process } from './lease-stage.ts'

const subject = { key: 'https://example.com/', variant: '' }

/** Names that a server could take for something else, and pairs that it could take for each other. */
const hostileNames = [
  '',
  ' ',
  'a',
  'a b',
  'a\nb',
  'a\r\nb',
  'a\0b',
  '{a}',
  '{}a',
  'a:b',
  'a*',
  '__proto__',
  'constructor',
  'é',
  'e\u0301',
  '\u{1F600}',
  '","',
  'x'.repeat(4_096),
  `${'x'.repeat(4_096)}y`,
]

const hostileSubjects: readonly LeaseSubject[] = [
  ...hostileNames.map((key) => ({ key, variant: '' })),
  ...hostileNames.slice(1).map((variant) => ({ key: 'a', variant })),
  { key: 'a b', variant: 'c' },
  { key: 'a', variant: 'b c' },
  { key: 'a:b', variant: 'c' },
  { key: 'a', variant: 'b:c' },
]

const expectOne = async (
  stage: LeaseStage,
  processes: readonly Process[],
  many: LeaseSubject,
): Promise<void> => {
  const asking = processes.flatMap((process) => Array.from({ length: 5 }, () => stage.acquire(process, many)))
  const answers = await Promise.all(asking)
  const grants = answers.flatMap((answer) => (answer.type === 'granted' ? [answer.grant] : []))
  const [grant, ...others] = grants
  if (grant === undefined || others.length > 0)
    throw new LeaseContractError(`of ${answers.length} who ask at once one has it, not ${grants.length}`)
  stage.release(grant, 'stored')
  for (const answer of answers) if (answer.type === 'taken') await stage.expectEnd(answer.wait, 'stored')
}

/** Who has it. */
export const holdingCases: readonly LeaseCheck[] = [
  {
    name: 'one holder at a time: whoever asks while somebody has it must wait, in the same process, too',
    check: async (stage) => {
      const [one, other] = await stage.pair()
      await stage.granted(one, subject)
      await stage.taken(other, subject)
      await stage.taken(one, subject)
    },
  },
  {
    name: 'of many who ask at the same time one has it, round after round',
    check: async (stage) => {
      const processes = [...(await stage.pair()), await stage.join()]
      for (const variant of ['one', 'two', 'three'])
        await expectOne(stage, processes, { ...subject, variant })
    },
  },
  {
    name: 'what was released can be had again, with a greater token each time',
    check: async (stage) => {
      const processes = await stage.pair()
      let greatest = -Infinity
      for (let round = 0; round < 10; round += 1) {
        for (const process of processes) {
          const grant = await stage.next(process, subject)
          if (grant.token <= greatest)
            throw new LeaseContractError(`token ${grant.token} comes after token ${greatest}`)
          greatest = grant.token
          stage.release(grant, round % 2 === 0 ? 'stored' : 'uncacheable')
        }
      }
    },
  },
  {
    name: 'to release again does nothing to whoever has it now',
    check: async (stage) => {
      const [one, other] = await stage.pair()
      const grant = await stage.granted(one, subject)
      stage.release(grant, 'stored')
      const next = await stage.next(other, subject)
      const wait = await stage.taken(one, subject)
      stage.release(grant, 'uncacheable')
      await stage.expectHeld(wait, stage.limits.life / 4)
      stage.release(next, 'stored')
      await stage.expectEnd(wait, 'stored')
    },
  },
  {
    name: 'keys and variants have leases of their own, whatever their names are',
    check: async (stage) => {
      const [one, other] = await stage.pair()
      const grants = await Promise.all(hostileSubjects.map((hostile) => stage.granted(one, hostile)))
      const waits = await Promise.all(hostileSubjects.map((hostile) => stage.taken(other, hostile)))
      for (const [index, grant] of grants.entries()) {
        if (index % 2 === 0) stage.release(grant, 'stored')
      }
      for (const [index, wait] of waits.entries()) {
        if (index % 2 === 0) await stage.expectEnd(wait, 'stored')
        else await stage.expectHeld(wait, 1)
      }
    },
  },
]
