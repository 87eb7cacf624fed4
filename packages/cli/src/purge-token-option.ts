import { Option, type Command } from 'commander'

/** The secret with which purges are asked for. Whoever sees the processes of a machine sees their arguments. */
export const purgeTokenOption = (description: string): Option =>
  new Option('--purge-token <token>', description).env('CACHECHART_PURGE_TOKEN')

/** Ends the command when no request could carry the token. It is not repeated: what is printed may be kept. */
export function checkPurgeToken(token: string | undefined, command: Command): void {
  if (token === undefined || /^[\x21-\x7e]+$/.test(token)) return
  command.error('error: a purge token is visible ASCII characters, without spaces, and not empty')
}
