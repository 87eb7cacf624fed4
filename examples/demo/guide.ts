/** Where things listen. */
interface Addresses {
  readonly gateway: string
  readonly origin: string
}

interface Trial {
  readonly about: string
  readonly commands: readonly string[]
  readonly promises: readonly string[]
}

/** What to try with curl, and what will be seen. `demo.test.ts` tries every command and holds us to every promise. */
export function guide({ gateway, origin }: Addresses): string {
  const trials = [...reuse(gateway), ...staleness(gateway), ...restraint(gateway)]
  return `The gateway listens at ${gateway}
before a demonstration origin at ${origin}, which lists at / what it serves.

Run these in another terminal, in this order. Each answer says in Cache-Status where it came from.

${trials.map(show).join('\n\n')}

Ctrl-C stops both.
`
}

function show({ about, commands, promises }: Trial, index: number): string {
  return [`${index + 1}. ${about}`, '', ...[...commands, '', ...promises].map(indent)].join('\n')
}

const indent = (line: string): string => (line === '' ? '' : `   ${line}`)

const reuse = (gateway: string): Trial[] => [
  {
    about: 'Reuse: the origin takes 0.8 s for this, and says that it is fresh for 10 s.',
    commands: [`curl -i ${gateway}/slow.json`],
    promises: [
      'first: after 0.8 s, with "Cache-Status: cachechart; fwd=uri-miss; stored"',
      'again: at once, with "Cache-Status: cachechart; hit; ttl=10" or less, and Age in seconds',
    ],
  },
  {
    about: 'Variants: a greeting for each language, told apart by Vary.',
    commands: [
      `curl -i -H "Accept-Language: de" ${gateway}/vary`,
      `curl -i -H "Accept-Language: fr" ${gateway}/vary`,
    ],
    promises: [
      'first: each comes from the origin, the second with "fwd=vary-miss"',
      'again: each is a hit, in its own language',
    ],
  },
  {
    about: 'Streaming: the first answer passes through while it arrives, and is stored on the way.',
    commands: [`curl -iN ${gateway}/stream`],
    promises: ['first: ten pieces over 2 s', 'again: a hit, all pieces at once'],
  },
  {
    about: 'A large body: 8 MiB.',
    commands: [`curl -o /dev/null -w "%{time_total} s" ${gateway}/big`],
    promises: ['first: from the origin', 'again: a hit, the same bytes from memory'],
  },
]

const staleness = (gateway: string): Trial[] => [
  {
    about: 'Validation: fresh for 3 s; after that the origin is asked whether it has changed.',
    commands: [`curl -i ${gateway}/etag`, `curl -i -H "If-None-Match: \\"always\\"" ${gateway}/etag`],
    promises: [
      'first: 200 from the origin, then 304 without a body for the client that has it',
      'again, 4 s later: "fwd=stale; fwd-status=304": the origin sent no body, the client got one',
    ],
  },
  {
    about: 'Stale while revalidating: 0.8 s at the origin, fresh for 2 s, and for 30 s more good enough.',
    commands: [`curl -i ${gateway}/swr`],
    promises: [
      'first: after 0.8 s from the origin',
      'again, 3 s later: at once, "hit; ttl=-1"; a second after that it is fresh again, "hit; ttl=1" or 2',
    ],
  },
  {
    about: 'Stale if error: fresh for 1 s; when the origin breaks, the stored answer stands in for 60 s.',
    commands: [
      `curl -i ${gateway}/flaky`,
      `curl ${gateway}/break`,
      `curl -i ${gateway}/flaky`,
      `curl ${gateway}/mend`,
    ],
    promises: [
      'first: 200 from the origin, which then breaks; wait 2 s before the third command',
      'third: 200 with the stored body, "fwd=stale; fwd-status=503; detail=stale-if-error"',
    ],
  },
]

const restraint = (gateway: string): Trial[] => [
  {
    about: 'What is private stays so: a shared cache may not store it.',
    commands: [`curl -i ${gateway}/private`],
    promises: ['first and again: from the origin, made anew each time; never stored, never a hit'],
  },
]
