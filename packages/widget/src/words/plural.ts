/** Forms of a sentence by how many something is; `other` stands for those that a language does not tell apart. */
type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string }

/** Chooses the form by the language's own rules (Unicode CLDR, as browsers know them) and puts the number where `#` stands. */
export function pluralsOf(language: string): (quantity: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language)
  const number = new Intl.NumberFormat(language)
  return (quantity, forms) => (forms[rules.select(quantity)] ?? forms.other).replace('#', number.format(quantity))
}
