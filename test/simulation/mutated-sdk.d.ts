declare module '*?without=save-before-send' {
  export const createTributary: typeof import('@tributary/sdk').createTributary
}
declare module '*?without=delete-after-answer' {
  export const createTributary: typeof import('@tributary/sdk').createTributary
}
