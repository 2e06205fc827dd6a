// The studio works without this: its state is its address. Here each change is shown at once, and what can be pasted comes in tabs.
const PAUSE_MS = 250

const form = document.getElementById('studio')
const stale = document.getElementById('stale')
let asked = 0
let pause
let chosenTab = 'for-html'

if (form) {
  form.addEventListener('input', ({ target }) => {
    clearTimeout(pause)
    // What is typed is asked for when the hand rests; what is chosen, at once.
    pause = setTimeout(ask, target.matches('select, [type=checkbox], [type=radio]') ? 0 : PAUSE_MS)
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    ask()
  })
  document.getElementById('kinds').addEventListener('click', (event) => {
    const link = event.target.closest('a')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    open(link.href)
  })
  makeTabs()
}

function ask() {
  return open(`${form.action}?${new URLSearchParams(new FormData(form))}`)
}

async function open(address) {
  const mine = ++asked
  let next
  try {
    const answer = await fetch(address)
    if (!answer.ok) throw new Error(answer.status)
    next = new DOMParser().parseFromString(await answer.text(), 'text/html')
  } catch {
    if (mine === asked) stale.hidden = false
    return
  }
  // Somebody who goes on choosing wants the last answer only.
  if (mine !== asked) return
  stale.hidden = true
  // Signed out meanwhile, or nothing is sold any more: that is a page of its own.
  if (next.getElementById('studio')) show(next)
  else location.assign(address)
}

function show(next) {
  const { address } = next.getElementById('studio').dataset
  form.dataset.address = address
  history.replaceState(null, '', address)
  for (const link of next.querySelectorAll('#kinds a')) copyAttributes(link, document.getElementById(link.id))
  document.getElementById('kind-says').replaceWith(next.getElementById('kind-says'))
  showSettings(next.getElementById('settings'))
  showFrame(next.getElementById('frame'))
  // A name that is half typed stays.
  const name = document.querySelector('#keeping [name=name]')?.value
  for (const id of ['snippets', 'keeping']) document.getElementById(id)?.replaceChildren(...(next.getElementById(id)?.childNodes ?? []))
  const field = document.querySelector('#keeping [name=name]')
  if (name && field) field.value = name
  for (const old of document.querySelectorAll('#check-form [type=hidden]')) old.remove()
  document.getElementById('check-form')?.prepend(...next.querySelectorAll('#check-form [type=hidden]'))
  makeTabs()
  for (const button of document.querySelectorAll('button[data-copy]')) button.hidden = false
}

// A field in which somebody is stays as it is, but for what is said about it.
function showSettings(next) {
  const settings = document.getElementById('settings')
  if (settings.dataset.kind !== next.dataset.kind) {
    settings.replaceWith(next)
    return
  }
  for (const field of next.querySelectorAll('[data-field]')) {
    const old = settings.querySelector(`[data-field="${field.dataset.field}"]`)
    if (!old.contains(document.activeElement)) old.replaceWith(field)
    else {
      old.querySelector('.error').textContent = field.querySelector('.error').textContent
      const [control, described] = [old, field].map((one) => (one.matches('fieldset') ? one : one.querySelector('input, select')))
      for (const name of ['aria-invalid', 'aria-describedby', 'placeholder']) copyAttribute(described, control, name)
    }
  }
  for (const details of settings.querySelectorAll('details:has([aria-invalid])')) details.open = true
}

// The frame goes on to another address without an entry in the history, and stays where only its width is another.
function showFrame(next) {
  const frame = document.getElementById('frame')
  const [iframe, following] = [frame, next].map((one) => one.querySelector('iframe'))
  if (!iframe || !following) {
    frame.replaceWith(next)
    return
  }
  frame.className = next.className
  iframe.className = following.className
  const source = following.getAttribute('src')
  if ((iframe.dataset.shown ?? iframe.getAttribute('src')) !== source) iframe.contentWindow.location.replace(source)
  iframe.dataset.shown = source
}

function makeTabs() {
  for (const parts of document.querySelectorAll('[data-tabs]')) {
    const sections = [...parts.children].filter((one) => one.matches('section'))
    const list = document.createElement('div')
    list.className = 'tabs'
    list.setAttribute('role', 'tablist')
    list.setAttribute('aria-label', parts.getAttribute('aria-label'))
    list.append(...sections.map(tabOf))
    list.addEventListener('keydown', turn)
    parts.removeAttribute('aria-label')
    parts.prepend(list)
    choose(list, list.querySelector(`[aria-controls="${chosenTab}"]`) ?? list.firstElementChild)
  }
}

function tabOf(section) {
  const tab = document.createElement('button')
  const heading = section.querySelector('h2')
  Object.assign(tab, { type: 'button', id: `tab-${section.id}`, className: 'tab', textContent: heading.textContent })
  tab.setAttribute('role', 'tab')
  tab.setAttribute('aria-controls', section.id)
  tab.addEventListener('click', () => choose(tab.parentElement, tab))
  section.setAttribute('role', 'tabpanel')
  section.setAttribute('aria-labelledby', tab.id)
  heading.hidden = true
  return tab
}

function choose(list, chosen) {
  chosenTab = chosen.getAttribute('aria-controls')
  for (const tab of list.children) {
    const isChosen = tab === chosen
    tab.setAttribute('aria-selected', isChosen)
    tab.tabIndex = isChosen ? 0 : -1
    document.getElementById(tab.getAttribute('aria-controls')).hidden = !isChosen
  }
}

function turn(event) {
  const tabs = [...event.currentTarget.children]
  const last = tabs.length - 1
  const at = tabs.indexOf(document.activeElement)
  const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key]
  if (to === undefined) return
  event.preventDefault()
  tabs[to].focus()
  choose(event.currentTarget, tabs[to])
}

function copyAttributes(from, to) {
  for (const name of ['href', 'aria-current']) copyAttribute(from, to, name)
}

function copyAttribute(from, to, name) {
  if (from.hasAttribute(name)) to.setAttribute(name, from.getAttribute(name))
  else to.removeAttribute(name)
}
