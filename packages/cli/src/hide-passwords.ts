import { withoutPasswords } from './without-passwords.ts'

/**
 * Takes passwords in URLs out of what the system shows of this process (`ps`), where it lets a process say that. They were
 * there for a moment: the environment is the better place for them.
 */
export function hidePasswords(shown: { title: string; readonly argv: readonly string[] }): void {
  const line = shown.argv.join(' ')
  const hidden = shown.argv.map(withoutPasswords).join(' ')
  if (hidden !== line) shown.title = hidden
}
