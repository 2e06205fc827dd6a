import { Duplex } from 'node:stream'
import type { PGlite } from '@electric-sql/pglite'

const TERMINATE = 'X'.charCodeAt(0)

/** The engine behind the connection, of which a fresh one is started where the last one gave up. */
export interface EmbeddedEngine {
  /** Rejects where it cannot be started, as on a full disk. */
  open(): Promise<PGlite>
  forget(database: PGlite): void
}

/**
 * A connection to the embedded database in the place of a socket, so that node-postgres itself speaks the protocol with both engines. PGlite's own
 * adapter drops U+FEFF at the beginning of a text, and lets one connection be shared by a client and its successor.
 */
export class EmbeddedConnection extends Duplex {
  readonly #engine: EmbeddedEngine
  #database: PGlite | undefined

  constructor(engine: EmbeddedEngine) {
    super()
    this.#engine = engine
  }

  connect(): void {
    this.#engine.open().then(
      (database) => {
        this.#database = database
        this.emit('connect')
      },
      (error) => this.emit('error', error),
    )
  }

  /** What a socket is asked for and this has no use for. */
  setNoDelay(): void {}

  ref(): void {}

  unref(): void {}

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // The database ends with its process, not with a client that says goodbye.
    const answer = bytes[0] === TERMINATE || !this.#database ? Promise.resolve(Buffer.alloc(0)) : this.#database.execProtocolRaw(bytes)
    answer.then((reply) => {
      this.push(Buffer.from(reply))
      if (saysPanic(Buffer.from(reply))) this.#giveUp()
      done()
    }, done)
  }

  // After its last words the engine answers nothing any more; whoever asks next gets a connection to a fresh one.
  #giveUp(): void {
    if (this.#database) this.#engine.forget(this.#database)
    this.destroy()
  }

  // What belongs to one statement comes as several messages at once, and is answered at once.
  override _writev(chunks: { readonly chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'utf8', done)
  }

  override _final(done: () => void): void {
    this.push(null)
    done()
  }
}

const ERROR = 'E'.charCodeAt(0)
const TYPE_AND_LENGTH = 5

/** Whether an answer of the protocol holds a PANIC, as when the log cannot be written: by the severity, which is said in English in any language. */
function saysPanic(reply: Buffer): boolean {
  for (let at = 0; at + TYPE_AND_LENGTH <= reply.length; at += 1 + reply.readUInt32BE(at + 1)) {
    const message = () => reply.subarray(at + TYPE_AND_LENGTH, at + 1 + reply.readUInt32BE(at + 1))
    if (reply[at] === ERROR && message().includes('\0VPANIC\0')) return true
  }
  return false
}
