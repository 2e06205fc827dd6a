// LevelDB's tables (`.ldb`) as far as looking into them needs it: https://github.com/google/leveldb/blob/main/doc/table_format.md. Its logs are not
// compressed and can be searched as they are.
const MAGIC = Buffer.from('57fb808b247547db', 'hex')
const FOOTER_BYTES = 48
const SNAPPY = 1

/** Every block of a table, decompressed; keys are still shortened by what they share with the one before. */
export function tableBlocks(file: Buffer): Buffer[] {
  if (file.length < FOOTER_BYTES || !file.subarray(-MAGIC.length).equals(MAGIC)) return []
  const footer = createReader(file.subarray(-FOOTER_BYTES))
  footer.varint()
  footer.varint()
  const index = blockAt(file, footer.varint(), footer.varint())
  return [index, ...handlesOf(index).map(([offset, size]) => blockAt(file, offset, size))]
}

function blockAt(file: Buffer, offset: number, size: number): Buffer {
  const bytes = file.subarray(offset, offset + size)
  return file[offset + size] === SNAPPY ? unsnap(bytes) : bytes
}

// The values of an index block are the places of the data blocks.
function handlesOf(index: Buffer): [number, number][] {
  const end = index.length - 4 - 4 * index.readUInt32LE(index.length - 4)
  const entries = createReader(index.subarray(0, end))
  const handles: [number, number][] = []
  while (!entries.isDone()) {
    entries.varint()
    const keyBytes = entries.varint()
    const valueBytes = entries.varint()
    entries.bytes(keyBytes)
    const value = createReader(entries.bytes(valueBytes))
    handles.push([value.varint(), value.varint()])
  }
  return handles
}

/** Snappy's raw format: https://github.com/google/snappy/blob/main/format_description.txt. */
export function unsnap(compressed: Buffer): Buffer {
  const input = createReader(compressed)
  const output = Buffer.alloc(input.varint())
  let at = 0
  while (!input.isDone()) {
    const tag = input.bytes(1)[0] ?? 0
    if ((tag & 3) === 0) {
      const long = tag >> 2
      const length = long < 60 ? long + 1 : input.littleEndian(long - 59) + 1
      at += input.bytes(length).copy(output, at)
      continue
    }
    const isShort = (tag & 3) === 1
    const length = isShort ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1
    const distance = isShort ? ((tag >> 5) << 8) | input.littleEndian(1) : input.littleEndian((tag & 3) === 2 ? 2 : 4)
    // Byte by byte: a copy may reach into what it is writing.
    for (let copied = 0; copied < length; copied++, at++) output[at] = output[at - distance] ?? 0
  }
  return output
}

function createReader(bytes: Buffer) {
  let at = 0
  const read = {
    isDone: () => bytes.length <= at,
    bytes: (length: number): Buffer => bytes.subarray(at, (at += length)),
    littleEndian: (length: number): number => read.bytes(length).readUIntLE(0, length),
    varint(): number {
      let value = 0
      for (let scale = 1; ; scale *= 128) {
        const byte = read.bytes(1)[0] ?? 0
        value += (byte & 127) * scale
        if (byte < 128) return value
      }
    },
  }
  return read
}
