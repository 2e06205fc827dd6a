// What every platform of ours has (Node, browsers, workers) and TypeScript's ES library does not declare.
// Kept this small so that nothing else of the DOM or of Node can be used here by accident.
declare class URL {
  static canParse(url: string): boolean
  constructor(url: string)
  readonly protocol: string
  readonly origin: string
  readonly pathname: string
  readonly search: string
  readonly username: string
}

declare class TextEncoder {
  encode(text: string): Uint8Array
}
