/** A mug, drawn, so that the gallery fetches nothing. */
export const MUG = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 100"><path fill="#dfe9e7" d="M0 0h80v100H0z"/><rect x="18" y="32" width="36" height="40" rx="4" fill="#fff"/><path d="M54 40h6a8 8 0 0 1 0 20h-6" fill="none" stroke="#fff" stroke-width="5"/></svg>',
)}`

/** Something like a QR code, so that the gallery fetches nothing. */
export const CODE = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"><path fill="#fff" d="M0 0h29v29H0z"/><path d="M4 4h7v7H4zM18 4h7v7h-7zM4 18h7v7H4zM13 13h3v3h-3zM18 18h2v2h-2zM22 21h3v4h-3zM13 20h2v5h-2zM20 13h4v2h-4z"/></svg>',
)}`
