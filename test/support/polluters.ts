import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const source = (path: string): string => readFileSync(require.resolve(path), 'utf8').replaceAll('</script', '<\\/script')

// What Prototype 1.6 did to what every page relies on, in our own words: it came before these were standard, and gave them other meanings.
const LIKE_PROTOTYPE = `
  Array.prototype.each = function (act) { for (var i = 0; i < this.length; i++) act(this[i], i); return this }
  Array.prototype.toJSON = function () { return '[' + this.map(function (one) { return String(one) }).join(', ') + ']' }
  Array.prototype.reduce = function () { return this.length > 1 ? this : this[0] }
  Array.prototype.entries = Array.prototype.toArray = function () { return [].concat(this) }
  Array.prototype.find = Array.prototype.detect = function (wants) { for (var i = 0; i < this.length; i++) if (wants(this[i], i)) return this[i] }
  Array.prototype.without = function () { return this }
  String.prototype.strip = function () { return this.replace(/^\\s+|\\s+$/g, '') }
  Date.prototype.toJSON = function () { return '"' + this.toISOString() + '"' }
  Object.values = function (object) { var all = []; for (var name in object) all.push(object[name]); return all }
  Object.keys = function (object) { var all = []; for (var name in object) all.push(name); return all }
  Array.from = function (list) { return list ? [].slice.call(list) : [] } // a Set becomes an empty list
  Function.prototype.bind = function (to) { var act = this; return function () { return act.apply(to, arguments) } }
  Element.prototype.update = function (html) { this.innerHTML = html; return this }
  Element.prototype.hide = function () { this.style.display = 'none'; return this }
  Event.observe = function () {}`

/** Scripts that change a page's built-ins, each as text to put before ours. */
export const POLLUTERS: Readonly<Record<string, () => string>> = {
  'jQuery 1.12': () => source('jquery/dist/jquery.js'),
  'MooTools 1.5': () => `var exports = {}; ${source('mootools')}`,
  'Sugar 1.5': () => source('sugar/sugar-full.js'),
  'zone.js': () => source('zone.js'),
  'core-js 2': () => source('core-js/client/shim.js'),
  'a script like Prototype 1.6': () => LIKE_PROTOTYPE,
}
