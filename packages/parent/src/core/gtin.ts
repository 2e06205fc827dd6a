/**
 * Whether a barcode is a Global Trade Item Number: 8, 12, 13 or 14 digits whose last one is their check digit (GS1 General Specifications, section 7.9:
 * from the right the digits count 3 and 1 in turn, and the sum is filled up to the next ten).
 */
export function gtinFailure(code: string): string | undefined {
  if (!/^(\d{8}|\d{12,14})$/.test(code)) return `“${code}” is no GTIN, which has 8, 12, 13 or 14 digits.`
  const sum = [...code.slice(0, -1)].reverse().reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0)
  const check = (10 - (sum % 10)) % 10
  return check === Number(code.at(-1)) ? undefined : `“${code}” is no GTIN: its last digit would be ${check}. A digit may be mistyped.`
}
