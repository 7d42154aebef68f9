// Puts dygraphs in the place of the charts that stand in the page already: one time axis for all, to be zoomed by
// dragging, back by a double click. Without it the page says the same.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("charts").textContent);
  const figures = [...document.querySelectorAll("figure.chart")];
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const graphs = [];
  let leading = false;

  const bands = (canvas, area, graph) => {
    canvas.fillStyle = colour("--band");
    for (const band of data.bands) {
      const left = graph.toDomXCoord(band.from);
      canvas.fillRect(left, area.y, Math.max(graph.toDomXCoord(band.to) - left, 1.5), area.h);
    }
  };
  const together = (graph, first) => {
    if (leading || first) return;
    leading = true;
    for (const other of graphs) if (other !== graph) other.updateOptions({ dateWindow: graph.xAxisRange() });
    leading = false;
  };
  const draw = (figure) => {
    const chart = data.charts[Number(figure.dataset.chart)];
    const readout = figure.querySelector(".readout");
    const shown = (value) => `${Number(value.toPrecision(4))}${chart.unit}`;
    figure.classList.add("live");
    return new Dygraph(figure.querySelector(".plot"), chart.rows, {
      labels: ["s", ...chart.labels.map((label, place) => `${place} ${label}`)],
      colors: chart.colours.map((place) => colour(`--c${place}`)),
      series: Object.fromEntries(chart.labels.map((label, place) => [`${place} ${label}`,
        chart.means.includes(place) ? { strokePattern: [4, 3], strokeWidth: 1 } : { strokeWidth: 1.7 }])),
      legend: "never", drawGapEdgePoints: true, includeZero: true, digitsAfterDecimal: 3,
      gridLineColor: colour("--line"), axisLineColor: colour("--line"), dateWindow: [0, data.seconds],
      underlayCallback: bands, drawCallback: together,
      axes: { y: { axisLabelWidth: 62, axisLabelFormatter: shown }, x: { axisLabelFormatter: (at) => `${at}s` } },
      highlightCallback: (event, at, points) => {
        const hit = data.bands.filter((band) => band.from <= at && at <= band.to).map((band) => band.words);
        readout.textContent = [`${Number(at.toPrecision(5))}s`,
          ...points.map((point) => `${point.name.slice(point.name.indexOf(" ") + 1)} ${shown(point.yval)}`),
          ...hit].join("  \u00b7  ");
      },
      unhighlightCallback: () => { readout.textContent = ""; },
    });
  };
  const drawAll = () => {
    for (const graph of graphs.splice(0)) graph.destroy();
    for (const figure of figures) graphs.push(draw(figure));
    document.documentElement.dataset.charts = String(graphs.length);
  };
  drawAll();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  addEventListener("beforeprint", () => { for (const each of document.querySelectorAll("details")) each.open = true; });
})();
