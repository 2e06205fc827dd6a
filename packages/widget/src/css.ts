/** A style sheet that is made when it is first adopted, so that its module can be imported where there is no document. */
export type Sheet = () => CSSStyleSheet

/** A constructable style sheet: no style element, so a strict content security policy needs no relaxation. */
export function css({ raw }: TemplateStringsArray): Sheet {
  let sheet: CSSStyleSheet | undefined
  return () => {
    if (!sheet) {
      sheet = new CSSStyleSheet()
      sheet.replaceSync(raw.join(''))
    }
    return sheet
  }
}
