import { Command, InvalidArgumentError, Option } from 'commander'
import { parseAdmin } from '../parse-admin.ts'
import { collectFile } from '../recordings/collect-file.ts'
import { parseTransactionName, type TransactionName } from '../recordings/transaction-name.ts'
import type { Terminal } from '../terminal.ts'

/** What `cachechart explain` was told. */
export interface ExplainCommandOptions {
  readonly admin?: URL
  readonly header?: readonly string[]
  readonly method: string
  readonly trace?: readonly string[]
  readonly id?: TransactionName
  readonly json?: true
}

const notes = `
With --admin: what would become of a request now. Nothing is sent, stored or counted.
With --trace: what became of a request then. Of those for a URL, the last.
It ends with 1 where nothing is known of it.

Examples:
  cachechart gateway http://localhost:3000 --admin-port 9090 --trace trace.jsonl
  cachechart explain http://127.0.0.1:8080/news --admin 9090
  cachechart explain http://127.0.0.1:8080/news --admin 9090 --header 'Accept-Language: de'
  cachechart explain --trace trace.jsonl --id 12
  cachechart explain http://127.0.0.1:8080/news --trace trace.jsonl`

/** `cachechart explain`: why a request was, or would be, answered as it is. */
export function explainCommand(terminal: Terminal): Command {
  const command: Command = new Command('explain')
    .summary('tell why a request is a hit, or is not')
    .description(
      'Tells why a request would be answered from the cache of a running gateway, or would not; or why it was, by a recording.',
    )
    .argument('[url]', 'the URL, as clients of the gateway say it', parseUrl)
    .addOption(
      new Option(
        '--admin <address>',
        'the admin address: a port of this machine, or http://host:port',
      ).argParser(parseAdmin),
    )
    .option('--header <name: value>', 'a field of the request; as often as there are', collectHeader)
    .option('--method <method>', 'its method', 'GET')
    .option(
      '--trace <file>',
      'a recording of the gateway (--trace); as often as there are, - is standard input',
      collectFile,
    )
    .option('--id <[run:]id>', 'the transaction in the recording', parseTransactionName)
    .option('--json', 'print it as JSON')
    .addHelpText('after', notes)
    .action(async (url: string | undefined, options: ExplainCommandOptions) => {
      checkOptions(url, options, command)
      const { trace, id } = options
      // Loaded when it is needed: the other commands start sooner without it.
      if (trace === undefined) {
        const { explainNow } = await import('./explain-now.ts')
        await explainNow(url ?? '', options, terminal)
      } else {
        const { explainRecorded } = await import('./explain-recorded.ts')
        await explainRecorded({ files: trace, url, id, json: options.json === true }, terminal)
      }
    })
  return command
}

/** Ends the command where options do not go together. */
function checkOptions(url: string | undefined, options: ExplainCommandOptions, command: Command): void {
  const { admin, trace, id } = options
  if ((admin === undefined) === (trace === undefined))
    command.error('error: it is one of --admin and --trace')
  if (admin !== undefined && url === undefined) command.error('error: --admin needs a URL')
  if (admin !== undefined && id !== undefined) command.error('error: --id belongs to --trace')
  if (trace !== undefined && (url === undefined) === (id === undefined))
    command.error('error: --trace needs one of a URL and --id')
}

/** @throws InvalidArgumentError */
function parseUrl(text: string): string {
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text
  throw new InvalidArgumentError('It is a whole URL, such as http://127.0.0.1:8080/news.')
}

/** @throws InvalidArgumentError */
function collectHeader(text: string, before: readonly string[] = []): readonly string[] {
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+:/.test(text))
    throw new InvalidArgumentError("It is a name and a value, as in 'Accept-Language: de'.")
  return [...before, text]
}
