// How a chart looks: colours of the page, patterns for black and white, sizes for phone and wall.

const PALETTE = ["--chart-1", "--chart-2", "--chart-3", "--chart-4", "--chart-5", "--chart-6", "--chart-7", "--chart-8", "--chart-9", "--chart-10", "--chart-11"];
const NARROW = 480;

/** `data` as the server wrote it: shape, heading, categories, series of values and links. */
export function optionsOf(data, place, language) {
  const style = getComputedStyle(place);
  const look = {
    ink: style.getPropertyValue("--ink").trim(),
    muted: style.getPropertyValue("--muted").trim(),
    line: style.getPropertyValue("--line").trim(),
    surface: style.getPropertyValue("--surface").trim(),
    size: parseFloat(style.fontSize),
    colours: PALETTE.map((name) => style.getPropertyValue(name).trim()),
    width: place.clientWidth,
    say: new Intl.NumberFormat(language).format,
  };
  const isLying = data.shape === "bars";
  const names = nameAxis(data, look, isLying);
  const counts = countAxis(look, isLying);
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 300,
    color: look.colours,
    textStyle: { color: look.ink, fontFamily: style.fontFamily, fontSize: look.size },
    aria: { enabled: true, label: { description: described(data, look) }, decal: { show: data.series.length > 1 } },
    tooltip: tooltip(look, data),
    legend: legend(data, look),
    grid: { left: 4, right: isLying ? look.size * 3 : 8, top: topOf(data, look), bottom: 4, containLabel: true },
    xAxis: isLying ? counts : names,
    yAxis: isLying ? names : counts,
    series: data.series.map((one) => series(one, data, look)),
  };
}

function series({ name, values, links }, data, look) {
  const isAlone = data.series.length === 1;
  const isEndOfBar = data.shape === "bars" && name === data.series.at(-1).name;
  return {
    type: "bar",
    name,
    data: values.map((value, place) => ({ value, cursor: links[place] ? "pointer" : "default" })),
    stack: isAlone ? undefined : "all",
    barMaxWidth: look.size * 2.2,
    itemStyle: { borderColor: look.surface, borderWidth: 0.5 },
    emphasis: { focus: isAlone ? "none" : "series" },
    label: {
      show: isAlone || isEndOfBar,
      position: data.shape === "bars" ? "right" : "top",
      color: look.ink,
      fontSize: look.size,
      formatter: ({ dataIndex }) => look.say(totalAt(data, dataIndex)),
    },
  };
}

const totalAt = ({ series }, place) => series.reduce((sum, { values }) => sum + values[place], 0);

function nameAxis({ categories, shape }, look, isLying) {
  return {
    type: "category",
    data: categories,
    inverse: isLying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: look.line } },
    axisLabel: {
      color: look.ink,
      fontSize: look.size * (isLying ? 1 : 0.9),
      width: isLying ? look.size * (look.width < NARROW ? 8 : 15) : undefined,
      overflow: isLying ? "truncate" : "none",
      hideOverlap: shape === "stack",
    },
  };
}

function countAxis(look, isLying) {
  return {
    type: "value",
    minInterval: 1,
    show: !isLying,
    axisLabel: { color: look.muted, fontSize: look.size * 0.9, formatter: look.say },
    splitLine: { lineStyle: { color: look.line } },
  };
}

function legend({ series }, look) {
  return {
    show: series.length > 1,
    top: 0,
    left: 0,
    right: 0,
    itemWidth: look.size * 1.5,
    itemHeight: look.size,
    textStyle: { color: look.ink, fontSize: look.size * 0.95 },
  };
}

// Rich text is drawn into the picture: HTML would carry styles that the page's policy refuses.
function tooltip(look, { series }) {
  return {
    trigger: series.length > 1 ? "axis" : "item",
    axisPointer: { type: "shadow" },
    renderMode: "richText",
    confine: true,
    backgroundColor: look.surface,
    borderColor: look.line,
    textStyle: { color: look.ink, fontSize: look.size * 0.95 },
    formatter: (shown) => told([shown].flat(), look),
  };
}

function told(shown, look) {
  const lines = shown
    .filter(({ value }) => value)
    .map(({ seriesName, value }) => `${seriesName} : ${look.say(value)}`);
  return [shown[0].name, ...lines].join("\n");
}

function described({ heading, categories, series }, look) {
  const total = ({ name, values }) => `${name} ${look.say(values.reduce((sum, one) => sum + one, 0))}`;
  if (series.length > 1) return `${heading} : ${categories[0]} – ${categories.at(-1)}. ${series.map(total).join(", ")}.`;
  return `${heading} : ${categories.map((name, place) => `${name} ${look.say(series[0].values[place])}`).join(", ")}.`;
}

function topOf({ series, shape }, look) {
  if (series.length > 1) return look.size * (0.8 + 1.7 * legendLines(series, look));
  return shape === "bars" ? 4 : look.size * 1.8;
}

/** The legend breaks its lines by itself and does not say where. */
function legendLines(series, { size, width }) {
  let [lines, left] = [1, width];
  for (const { name } of series) {
    const needed = (name.length * 0.58 + 2.8) * size;
    if (needed > left) [lines, left] = [lines + 1, width];
    left -= needed;
  }
  return lines;
}
