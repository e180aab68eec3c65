/*
 * Draws every [data-chart] with Plotly: its value is the id of the json_script that holds the figure.
 * The drawing made on the server stays inside the container until then, comes back for printing, and is all there is
 * without JavaScript. Nothing is ever sent anywhere: Plotly's "share" button uploads to another host and is off.
 * Loaded before plotly.min.js (components/chart-scripts.html).
 */
"use strict";

(() => {
  const JAPANESE = {
    moduleType: "locale",
    name: "ja",
    dictionary: {
      Autoscale: "全体を表示",
      "Box Select": "四角で選ぶ",
      "Click to enter Plot title": "題名",
      "Double-click on legend to isolate one trace": "凡例を二度押すと、その線だけを表示します",
      "Double-click to zoom back out": "二度押すと元の大きさに戻ります",
      "Download plot as a PNG": "画像（PNG）で保存",
      "Download plot as a png": "画像（PNG）で保存",
      "Download plot": "画像で保存",
      "Lasso Select": "囲んで選ぶ",
      Pan: "動かす",
      "Reset axes": "元の大きさに戻す",
      "Snapshot succeeded": "画像を保存しました",
      "Sorry, there was a problem downloading your snapshot!": "画像を保存できませんでした",
      "Taking snapshot - this may take a few seconds": "画像を作っています",
      "Toggle Spike Lines": "補助線を表示",
      Zoom: "範囲を拡大",
      "Zoom in": "拡大",
      "Zoom out": "縮小",
    },
    format: {
      days: ["日曜日", "月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日"],
      shortDays: ["日", "月", "火", "水", "木", "金", "土"],
      months: Array.from({ length: 12 }, (_, month) => `${month + 1}月`),
      shortMonths: Array.from({ length: 12 }, (_, month) => `${month + 1}月`),
      date: "%Y年%-m月%-d日",
    },
  };

  const CONFIG = {
    displaylogo: false,
    locale: "ja",
    modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
    plotlyServerURL: "",
    responsive: true,
    showSendToCloud: false,
  };

  // Plotly's bundle brings the style sheet of a map library, inline, which our content security policy refuses. It
  // looks for the sheet's id first: an empty one is there already. A test compares the id with the installed bundle.
  const MAP_STYLE = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
  const style = document.createElement("style");
  style.id = MAP_STYLE;
  document.head.append(style);

  const draw = (container) => {
    const source = document.getElementById(container.dataset.chart);
    if (!source || !window.Plotly) {
      return;
    }
    const figure = JSON.parse(source.textContent);
    const stills = [...container.children];
    const stage = document.createElement("div");
    container.append(stage);
    const showStills = (shown) => {
      stills.forEach((still) => {
        still.hidden = !shown;
      });
      stage.hidden = shown;
    };
    showStills(false);
    window.Plotly.newPlot(stage, figure.data, figure.layout, CONFIG).catch(() => showStills(true));
    window.addEventListener("beforeprint", () => showStills(true));
    window.addEventListener("afterprint", () => showStills(false));
  };

  document.addEventListener("DOMContentLoaded", () => {
    const containers = document.querySelectorAll("[data-chart]");
    if (containers.length && window.Plotly) {
      window.Plotly.register(JAPANESE);
      containers.forEach(draw);
    }
  });
})();
