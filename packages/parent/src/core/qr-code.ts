import qrcode from 'qrcode-generator'

// The quiet zone that scanners need around it (ISO/IEC 18004, 7.3.7).
const QUIET = 4

/** A QR code of an address as SVG, black on white in any theme, since scanners want it so; one unit is one module. */
export function qrCodeSvg(text: string): string {
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  const count = code.getModuleCount()
  const size = count + 2 * QUIET
  let path = ''
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (!code.isDark(row, column)) continue
      const from = column
      while (column + 1 < count && code.isDark(row, column + 1)) column++
      path += `M${from + QUIET} ${row + QUIET}h${column - from + 1}v1H${from + QUIET}z`
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}"/></svg>`
}
