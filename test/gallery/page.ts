import type { BrowseLanguage } from '@tributary/widget/words/language'
import { speak, type Texts } from '@tributary/widget/words/spoken'
import type { StatusWords } from '@tributary/widget/words/status'

// Each by itself, as the widget fetches it: its parts find their texts when they are loaded, so the language comes before them.
const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly texts: Texts }>>> = {
  ar: () => import('@tributary/widget/words/ar/index'),
  de: () => import('@tributary/widget/words/de/index'),
  es: () => import('@tributary/widget/words/es/index'),
  fr: () => import('@tributary/widget/words/fr/index'),
  ja: () => import('@tributary/widget/words/ja/index'),
}

// Placements of other kinds bring their texts themselves.
const BROWSE: Readonly<Record<string, () => Promise<{ readonly browse: BrowseLanguage }>>> = {
  ar: () => import('@tributary/widget/words/ar/browse-ar'),
  de: () => import('@tributary/widget/words/de/browse-de'),
  es: () => import('@tributary/widget/words/es/browse-es'),
  fr: () => import('@tributary/widget/words/fr/browse-fr'),
  ja: () => import('@tributary/widget/words/ja/browse-ja'),
}

const STATUS: Readonly<Record<string, () => Promise<{ readonly words: StatusWords }>>> = {
  ar: () => import('@tributary/widget/words/ar/status-ar'),
  de: () => import('@tributary/widget/words/de/status-de'),
  es: () => import('@tributary/widget/words/es/status-es'),
  fr: () => import('@tributary/widget/words/fr/status-fr'),
  ja: () => import('@tributary/widget/words/ja/status-ja'),
}

const asked = new URLSearchParams(location.search)
const language = asked.get('language') ?? 'en'
const { documentElement: root } = document
root.lang = language
root.style.colorScheme = asked.get('scheme') ?? 'light dark'
root.style.fontSize = asked.get('text') ?? ''

const spoken = await LANGUAGES[language]?.()
if (spoken) speak({ ...spoken.texts, ...(await statusTexts()), ...(await BROWSE[language]?.())?.browse })
const { openGallery } = await import('./show.ts')
const gallery = openGallery(language)
Object.assign(window, { gallery })

async function statusTexts(): Promise<Texts> {
  const status = (await STATUS[language]?.())?.words
  return status ? { status } : {}
}

const name = asked.get('name')
if (name) await gallery.show(name)
else list()

/** All of them, each in a frame of its own, since a sheet covers the page that it is on. */
function list(): void {
  const main = document.querySelector('main')
  const bar = document.createElement('form')
  bar.append(
    choice('language', ['en', ...Object.keys(LANGUAGES)], language),
    choice('scheme', ['light', 'dark'], asked.get('scheme') ?? 'light'),
    choice('text', ['100%', '150%', '200%'], asked.get('text') ?? '100%'),
  )
  main?.append(bar, ...gallery.names.map(frame))
}

function choice(key: string, values: readonly string[], chosen: string): HTMLElement {
  const label = document.createElement('label')
  const select = document.createElement('select')
  select.name = key
  for (const value of values) select.add(new Option(value, value, value === chosen, value === chosen))
  select.addEventListener('change', () => select.form?.submit())
  label.append(`${key} `, select)
  return label
}

function frame(name: string): HTMLElement {
  const figure = document.createElement('figure')
  const caption = document.createElement('figcaption')
  const link = document.createElement('a')
  const view = document.createElement('iframe')
  const address = new URLSearchParams(asked)
  address.set('name', name)
  link.href = view.src = `?${address}`
  link.textContent = view.title = name
  view.loading = 'lazy'
  caption.append(link)
  figure.append(view, caption)
  return figure
}
