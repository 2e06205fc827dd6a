import { escapeHtml, writeAttributes } from './html-text.ts'
import { elementAttributes, kindOf, linkAttributes, type Placed } from './placed.ts'

/** A component of React, as TSX. A kind without an element is its link, which wants the script tag in the page. */
export function reactSnippet(placed: Placed): string {
  const { kind, label } = placed
  const body = kindOf(kind).hasElement
    ? `  <tributary-${kind}${tsxAttributes(elementAttributes(placed))} />`
    : `  <a${tsxAttributes(linkAttributes(placed))}>{${JSON.stringify(label)}}</a>`
  return `${imports(placed, 'react')}export const Placement = () => (\n${body}\n)`
}

/** A component of Vue, as a file of its own. A kind without an element is its link, which wants the script tag in the page. */
export function vueSnippet(placed: Placed): string {
  const { kind, label } = placed
  const setup = imports(placed, 'vue').trimEnd()
  const body = kindOf(kind).hasElement
    ? `  <tributary-${kind}${writeAttributes(elementAttributes(placed))} />`
    : `  <a${writeAttributes(linkAttributes(placed))} v-text="${escapeHtml(JSON.stringify(label))}" />`
  return `${setup && `<script setup lang="ts">\n${setup}\n</script>\n\n`}<template>\n${body}\n</template>`
}

function imports({ kind, script }: Placed, framework: string): string {
  if (!kindOf(kind).hasElement) return ''
  const { language, events } = script
  const isSpoken = language !== undefined && language !== 'en'
  return [
    `import '@tributary/widget/define'`,
    ...(events === undefined ? [] : [`import '@tributary/widget/events'`]),
    `import type {} from '@tributary/widget/${framework}'`,
    ...(isSpoken ? [`import { speak } from '@tributary/widget'`, `import { texts } from '@tributary/widget/words/${language}/index'`] : []),
    ...(isSpoken ? ['', 'speak(texts)'] : []),
    '\n',
  ].join('\n')
}

// Between quotes TSX reads entities and knows no escape; an expression has its own rules, and they are JSON's.
const tsxAttributes = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => {
      return /["&\\{}<>`\p{Cc}]/u.test(value) ? ` ${name}={${JSON.stringify(value)}}` : ` ${name}="${value}"`
    })
    .join('')
