/** What an action answers, or something else where it throws: a sandboxed page throws on cookies, storage and its own address. */
export function attempt<Value>(action: () => Value, otherwise: Value): Value {
  try {
    return action()
  } catch {
    return otherwise
  }
}
