/** What a command has answered. */
export interface Answer {
  readonly code: number
  readonly output: string
}

/** The machine as the scripts that set tests up see it: scripts/system-package.mjs. */
export interface Machine {
  readonly platform: string
  readonly isRoot: boolean
  readonly startsServices: boolean
  readonly named: string
  readonly say: (text: string) => void
  readonly ask: (
    command: string,
    args: readonly string[],
    options?: { readonly signal?: AbortSignal },
  ) => Promise<Answer>
  readonly alone: <Result>(
    work: () => Promise<Result>,
    options?: { readonly signal?: AbortSignal },
  ) => Promise<Result>
}

const missing: Answer = { code: 1, output: 'spawn ENOENT' }

/** A package manager that is there, and does what it is asked. */
export const apt: Answer = { code: 0, output: 'apt 2.6.1' }

/**
 * A machine with these commands, and what was run on it: steps of the package manager, by name. `apt-get 2` is what that
 * answers as the second of the steps, where the first is what was said.
 */
export function machineWith(commands: Record<string, Answer | undefined>, changes: Partial<Machine> = {}) {
  const steps: string[] = []
  const machine: Machine = {
    platform: 'linux',
    isRoot: true,
    startsServices: false,
    named: '',
    say: (text) => steps.push(text),
    ask: async (command, args) => {
      const words = args.filter((word) => /^(?:install|update|--download-only|--no-download)$/.test(word))
      if (words.length > 0) steps.push(words.join(' '))
      return commands[words.length === 0 ? command : `${command} ${steps.length - 1}`] ?? missing
    },
    alone: (work) => work(),
    ...changes,
  }
  return { machine, steps, commands }
}
