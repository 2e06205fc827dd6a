// What a visitor does and sees, in whatever language the page speaks: so by the structure of what is shown, never by its words.

const PATIENCE_MS = 8_000

/** Waits until the page says so, looking again whenever it was drawn. */
export async function until<Value>(what: string, look: () => Value | undefined | null | false): Promise<Value> {
  const end = performance.now() + PATIENCE_MS
  while (performance.now() < end) {
    const seen = look()
    if (seen) return seen
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`expected ${what}, received ${sheetRoot()?.querySelector('form')?.dataset['state'] ?? 'no sheet'}`)
}

const sheetRoot = (): ShadowRoot | null | undefined => document.querySelector('tributary-sheet')?.shadowRoot

/** What shows inside an element of ours, once it does. */
export const within = (host: Element, selector: string): Promise<HTMLElement> =>
  until(`${selector} in <${host.localName}>`, () => host.shadowRoot?.querySelector<HTMLElement>(selector))

/** What shows in the sheet, once it does. */
export const inSheet = (selector: string): Promise<HTMLElement> =>
  until(`${selector} in the sheet`, () => sheetRoot()?.querySelector<HTMLElement>(selector))

/** Waits for the sheet to come to this state. */
export const sheetAt = (state: string): Promise<HTMLElement> => inSheet(`form[data-state=${state}]`)

/** Presses the button of the sheet that leads on. */
export const goOn = async (): Promise<void> => (await inSheet('[data-primary]')).click()

/** Leaves the sheet as a visitor does. What is on its way is told of in the corner of the page then; that is put away, too. */
export async function leaveSheet(): Promise<void> {
  const root = sheetRoot()
  if (!root) return
  const isOnItsWay = root.querySelector('form[data-state=sending]') !== null
  root.querySelector<HTMLElement>('.close')?.click()
  if (!isOnItsWay) return
  const notice = await until('a notice', () => document.querySelector('tributary-notice')?.shadowRoot?.querySelector<HTMLElement>('.close'))
  notice.click()
}

/** Types into fields of the sheet, by their names. */
export function type(values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) enter(fieldOf(name), value)
}

/** Chooses a file for a field of the sheet. */
export function chooseFile(name: string, file: File): void {
  const chosen = new DataTransfer()
  chosen.items.add(file)
  const field = fieldOf(name)
  ;(field as HTMLInputElement).files = chosen.files
  field.dispatchEvent(new Event('change', { bubbles: true }))
}

/** Types into one field. */
export function enter(field: HTMLInputElement | HTMLSelectElement, value: string): void {
  field.value = value
  for (const event of ['input', 'change']) field.dispatchEvent(new Event(event, { bubbles: true }))
}

function fieldOf(name: string): HTMLInputElement | HTMLSelectElement {
  const field = sheetRoot()?.querySelector<HTMLInputElement>(`[name="${name}"]`)
  if (!field) throw new Error(`expected a field ${name} in the sheet, received none`)
  return field
}
