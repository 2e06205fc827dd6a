// The snippet page works without this; it saves two presses.
for (const select of document.querySelectorAll('select[data-submit]')) {
  select.addEventListener('change', () => select.form.requestSubmit())
}

for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = false
  button.addEventListener('click', async () => {
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
}
