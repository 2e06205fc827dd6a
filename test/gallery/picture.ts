/** A mug, drawn, so that the gallery fetches nothing. */
export const MUG = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 100"><path fill="#dfe9e7" d="M0 0h80v100H0z"/><rect x="18" y="32" width="36" height="40" rx="4" fill="#fff"/><path d="M54 40h6a8 8 0 0 1 0 20h-6" fill="none" stroke="#fff" stroke-width="5"/></svg>',
)}`
