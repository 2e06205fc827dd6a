// Pages with something to copy work without this; it saves a press.
for (const button of document.querySelectorAll('button[data-copy]')) button.hidden = false

document.addEventListener('click', async ({ target }) => {
  const button = target instanceof Element ? target.closest('button[data-copy]') : null
  if (!button) return
  const code = document.getElementById(button.dataset.copy)
  try {
    await navigator.clipboard.writeText(code.textContent)
    button.textContent = 'Copied'
  } catch {
    // Without permission to the clipboard the text is at least selected.
    getSelection().selectAllChildren(code)
    button.textContent = 'Press Ctrl C to copy'
  }
})
