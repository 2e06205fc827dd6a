/** Acts in place of following a link, where a press would follow it here; with a key held it opens a tab, and that is the reader's wish. */
export const inPlaceOf =
  (act: () => void) =>
  (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    act()
  }
