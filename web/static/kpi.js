// The dashboard: charts over the tables that the server wrote, kept up to date in place.

import { drawAll, startCharts } from "./kpi/charts.js";
import { startLive } from "./kpi/live.js";

const board = document.getElementById("kpi");

if (board) {
  startCharts();
  startLive(board, drawAll);
}
