import { isPromise, type MaybePromise } from '../ports/body.ts'
import type { StoreWriter } from '../ports/store.ts'

/** Who counts writers. */
interface WriterAccount {
  take(what: 'writer'): void
  discharge(what: 'writer'): void
}

/** A writer in the ledger: it is owed an end (a commit that was answered, a refusal, or an abort), and has one. */
export class AccountedWriter implements StoreWriter {
  readonly #writer: StoreWriter
  readonly #account: WriterAccount
  #state: 'open' | 'ended' = 'open'

  constructor(writer: StoreWriter, account: WriterAccount) {
    this.#writer = writer
    this.#account = account
    account.take('writer')
  }

  write(chunk: Uint8Array): MaybePromise<'accepted' | 'refused'> {
    const written = this.#writer.write(chunk)
    if (isPromise(written)) {
      return written.then((result) => {
        if (result === 'refused') this.#end()
        return result
      })
    }
    if (written === 'refused') this.#end()
    return written
  }

  commit(): MaybePromise<'stored' | 'refused'> {
    const committed = this.#writer.commit()
    if (isPromise(committed)) {
      return committed.then((result) => {
        this.#end()
        return result
      })
    }
    this.#end()
    return committed
  }

  abort(): void {
    this.#end()
    this.#writer.abort()
  }

  #end(): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    this.#account.discharge('writer')
  }
}
