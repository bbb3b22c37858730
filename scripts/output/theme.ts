import type { Spec } from './output.ts'

/**
 * What the drawn SVG depends on besides the specification and its width: raise the last number with any change to the
 * bytes of a chart. Part of the key under which a chart may be kept.
 */
export const chartVersion = 'vega 6.4.0, vega-lite 6.4.3, backprose 3'

/** Widths in CSS pixels that a chart without a width of its own is drawn at: for a column of text and for a phone. */
export const chartWidths = [640, 320] as const

// Okabe and Ito's palette, told apart by color-blind readers; yellow and black, which vanish in light or dark, last.
const okabeIto = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#7A7A00', '#767676']

/** The page's style sheet sets `--series-1` and so on; the palette stands where it does not. */
export const seriesColors = okabeIto.map((color, i) => `var(--series-${i + 1}, ${color})`)

/** From four lines on, or wherever `strokeDash` is asked for, dashes tell lines apart as well as colors. */
export const seriesDashes = [
  [1, 0],
  [7, 3],
  [2, 2],
  [10, 3, 2, 3],
  [5, 2],
  [1, 3],
  [12, 3],
  [3, 2, 1, 2],
]

const grid = 'var(--chart-grid, #ddd)'
export const fontSize = 13
export const titleFontSize = 15

/**
 * Vega-Lite configuration: no frame, a light grid, axis titles level with the text, the legend above; ink and type are
 * those of the text around (`currentColor`, no font family).
 */
export const theme: Spec = {
  aria: false,
  background: null,
  padding: 3,
  view: { stroke: null, continuousHeight: 240, discreteHeight: { step: 28 } },
  title: {
    anchor: 'start',
    frame: 'group',
    color: 'currentColor',
    fontSize: titleFontSize,
    fontWeight: 600,
    offset: 12,
  },
  axis: {
    domainColor: grid,
    gridColor: grid,
    tickColor: grid,
    labelColor: 'currentColor',
    labelFontSize: fontSize,
    labelOpacity: 0.8,
    labelPadding: 6,
    labelFlush: false,
    titleColor: 'currentColor',
    titleFontSize: fontSize,
    titleFontWeight: 'normal',
    titlePadding: 8,
    tickSize: 4,
  },
  axisX: { grid: false, titleAnchor: 'end' },
  axisY: {
    domain: false,
    ticks: false,
    minExtent: 40,
    titleAngle: 0,
    titleAlign: 'left',
    titleAnchor: 'end',
    titleBaseline: 'bottom',
    titleX: 0,
    titleY: -9,
  },
  facet: { spacing: 24 },
  concat: { spacing: 24 },
  header: {
    labelAnchor: 'start',
    labelColor: 'currentColor',
    labelFontSize: fontSize,
    labelFontWeight: 600,
    titleAnchor: 'start',
    titleColor: 'currentColor',
    titleFontSize: fontSize,
  },
  legend: {
    orient: 'top',
    direction: 'horizontal',
    titleOrient: 'left',
    rowPadding: 4,
    columnPadding: 16,
    labelColor: 'currentColor',
    labelFontSize: fontSize,
    labelLimit: 280,
    titleColor: 'currentColor',
    titleFontSize: fontSize,
    titleFontWeight: 'normal',
    titleLimit: 280,
    titlePadding: 12,
    symbolStrokeWidth: 2,
    gradientLength: 160,
    gradientThickness: 10,
  },
  mark: { color: seriesColors[0] },
  line: { strokeWidth: 1.75, strokeJoin: 'round' },
  trail: { color: seriesColors[0] },
  area: { fillOpacity: 0.35 },
  point: { filled: true, size: 40 },
  rule: { color: 'currentColor' },
  tick: { thickness: 1.5 },
  text: { color: 'currentColor', fontSize },
  scale: { barBandPaddingInner: 0.3 },
  range: {
    category: seriesColors,
    heatmap: { scheme: 'viridis' },
    ramp: { scheme: 'viridis' },
    ordinal: { scheme: 'viridis' },
  },
}
