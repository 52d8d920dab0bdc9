// Draws each chart from the data beside it; a click on a value leads to what is behind it.

import { BarChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, registerLocale, use } from "echarts/core";
import french from "echarts/i18n/langFR-obj.js";
import { SVGRenderer } from "echarts/renderers";

import { optionsOf } from "./options.js";

const ROW_REM = 2.4;
const LEGEND_REM = 3.2;
const drawn = new Map();
const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => resize(target)));
const language = document.documentElement.lang;

export function startCharts() {
  use([BarChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);
  registerLocale("FR", french);
  drawAll();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw());
  matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", () => redraw());
}

/** Every chart whose data is new; those that went away are forgotten. */
export function drawAll() {
  for (const [place, { chart }] of drawn) {
    if (place.isConnected) continue;
    watch.unobserve(place);
    chart.dispose();
    drawn.delete(place);
  }
  for (const place of places()) draw(place);
}

function redraw() {
  for (const [place, one] of drawn) {
    one.source = "";
    draw(place);
  }
}

function draw(place) {
  const source = document.querySelector(`[data-of=${place.dataset.chart}]`).textContent;
  if (drawn.get(place)?.source === source) return;
  const data = JSON.parse(source);
  if (data.shape === "bars") place.style.height = `${heightOf(data)}rem`;
  const one = drawn.get(place) ?? begin(place);
  Object.assign(one, { source, data });
  one.chart.setOption(optionsOf(data, place, language), { notMerge: true });
}

function begin(place) {
  const locale = language === "fr" ? "FR" : "EN";
  const chart = init(place, null, { renderer: "svg", locale });
  const one = { chart, source: "", data: null };
  chart.on("click", ({ seriesIndex, dataIndex }) => {
    const link = one.data.series[seriesIndex].links[dataIndex];
    if (link) location.assign(link);
  });
  drawn.set(place, one);
  watch.observe(place);
  return one;
}

function heightOf({ categories, series }) {
  return categories.length * ROW_REM + LEGEND_REM * (series.length > 1 ? 1 : 0.4);
}

function resize(place) {
  const one = drawn.get(place);
  if (!one) return;
  one.chart.resize();
  one.chart.setOption(optionsOf(one.data, place, language), { notMerge: true });
}

const places = () => document.querySelectorAll("[data-chart]");
