import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { Placed } from '../core/placed.ts'
import { directionOf, PREVIEW_OPTIONS } from '../core/preview-option.ts'
import { PREVIEW_TEXTS } from '../core/preview-text.ts'
import { spaceLine } from '../core/reserved-space.ts'
import { scriptTag } from '../core/snippet.ts'
import { linkSnippet } from '../core/snippet-html.ts'
import type { Studio } from '../core/studio.ts'
import { documentHeaders, type Html } from './page.ts'
import { choicesOf } from './studio-field.ts'

/** The frame in which a placement is looked at, beside how it is looked at. Of a form, so that it works without a script. */
export function previewPanel({ preview, placed }: Studio, address: string): Html {
  const width = preview['preview-width']
  const [widths, colours, languages, directions] = PREVIEW_OPTIONS
  return html`<div class="looking" id="looking">
${segments(widths, preview)}${segments(colours, preview)}
<div class="field"><label for="field-${languages.name}">${languages.says}</label><select id="field-${languages.name}" name="${languages.name}">${choicesOf(
    languages.name,
    languages.values,
  ).map(
    ({ value, label }) =>
      html`<option value="${value}" lang="${value}" ${value === preview[languages.name] ? 'selected' : ''}>${label}</option>`,
  )}</select></div>
<div class="field"><label for="field-${directions.name}">${directions.says}</label><select id="field-${directions.name}" name="${directions.name}">${choicesOf(
    directions.name,
    directions.values,
  ).map(
    ({ value, label }) => html`<option value="${value}" ${value === preview[directions.name] ? 'selected' : ''}>${label}</option>`,
  )}</select></div>
</div>
${
  placed
    ? html`<div class="frame ${width}" id="frame"><iframe src="${address}" title="Preview" class="${width}"></iframe></div>`
    : html`<div class="frame" id="frame"><p class="notice bad">There is nothing to show yet: choose what is placed.</p></div>`
}`
}

const segments = (
  { name, says, values }: { readonly name: keyof Studio['preview']; readonly says: string; readonly values: readonly string[] },
  preview: Studio['preview'],
): Html =>
  html`<fieldset class="segments"><legend>${says}</legend><div>${choicesOf(name, values).map(
    ({ value, label }) =>
      html`<label for="field-${name}-${value}"><input type="radio" id="field-${name}-${value}" name="${name}" value="${value}" ${value === preview[name] ? 'checked' : ''}><span>${label}</span></label>`,
  )}</div></fieldset>`

/**
 * The page in the frame: what is pasted, as it is pasted, between the text of a page as it could be. Its policy lets the line of CSS in by its hash, so
 * that the line is seen at work too. Its address says the state, and anybody can write one: of the script tag it takes over only what decides how things
 * look, since `touch-path` would send requests to the parent's own pages, with the cookies of whoever is signed in there.
 */
export async function showPreview({ preview, placed }: Studio): Promise<Response> {
  const { 'preview-language': language, 'preview-colours': colours, 'preview-direction': direction } = preview
  const text = PREVIEW_TEXTS[language] ?? PREVIEW_TEXTS['en']
  const style = placed && spaceLine(placed)
  const document = await html`<!doctype html>
<html lang="${language}" dir="${directionOf(direction, language)}" class="${colours}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text?.title}</title>
<base target="_blank">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/preview.css">
${placed ? raw(scriptTag(placed.origin, placed.site, shownOf(placed))) : ''}
${style ? raw(style) : ''}
</head>
<body>
<main>
<h1>${text?.title}</h1>
<p>${text?.before}</p>
<div>${placed ? raw(linkSnippet(placed)) : ''}</div>
<p>${text?.after}</p>
</main>
</body>
</html>`
  const allow = {
    'frame-ancestors': "'self'",
    'script-src': allowed(placed),
    'connect-src': allowed(placed),
    ...(style && { 'style-src': `'self' '${hashOf(style)}'` }),
  }
  return new Response(String(document), { headers: documentHeaders({ allow }) })
}

const shownOf = ({ script: { language } }: Placed): Record<string, string> => (language === undefined ? {} : { language })

// The parent's own address, where it is opened by another one.
const allowed = (placed: Placed | undefined): string => `'self'${placed ? ` ${placed.origin}` : ''}`

function hashOf(style: string): string {
  const text = style.replace(/<\/?style>/g, '')
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
