import { Duplex } from 'node:stream'
import type { PGlite } from '@electric-sql/pglite'

const TERMINATE = 'X'.charCodeAt(0)

/**
 * A connection to the embedded database in the place of a socket, so that node-postgres itself speaks the protocol with both engines. PGlite's own
 * adapter drops U+FEFF at the beginning of a text, and lets one connection be shared by a client and its successor.
 */
export class EmbeddedConnection extends Duplex {
  readonly #database: PGlite

  constructor(database: PGlite) {
    super()
    this.#database = database
  }

  connect(): void {
    queueMicrotask(() => this.emit('connect'))
  }

  /** What a socket is asked for and this has no use for. */
  setNoDelay(): void {}

  ref(): void {}

  unref(): void {}

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // The database ends with its process, not with a client that says goodbye.
    const answer = bytes[0] === TERMINATE ? Promise.resolve(Buffer.alloc(0)) : this.#database.execProtocolRaw(bytes)
    answer.then((reply) => {
      this.push(Buffer.from(reply))
      done()
    }, done)
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
