// Draws every [data-chart] from the JSON beside it. The table in the page carries the same figures.
(function () {
  "use strict";
  var PRINT_WIDTH = 680;
  var config = {
    displaylogo: false,
    showSendToCloud: false,
    displayModeBar: false,
    responsive: true,
    staticPlot: false,
  };
  var drawn = [];

  function draw(plot) {
    var source = document.getElementById(plot.dataset.chart);
    if (!source || !window.Plotly) return;
    var figure = JSON.parse(source.textContent);
    var layout = figure.layout || {};
    layout.dragmode = false; // a swipe scrolls the page
    layout.autosize = true;
    delete layout.width;
    layout.height = layout.height || plot.clientHeight;
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      layout.transition = { duration: 0 };
      delete figure.frames;
    }
    window.Plotly.newPlot(plot, figure.data || [], layout, config).then(function () {
      drawn.push(plot);
      plot.closest(".chart").classList.add("chart--drawn");
      reachable(plot.parentElement);
      // The drawing beside the page that words are measured in is nothing to be read out.
      var tester = document.getElementById("js-plotly-tester");
      if (tester) tester.setAttribute("aria-hidden", "true");
    });
  }

  // What scrolls sideways can be reached and scrolled with the keyboard.
  function reachable(frame) {
    if (frame.scrollWidth <= frame.clientWidth) return;
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", frame.closest(".chart").querySelector("figcaption").textContent);
  }

  function drawAll() {
    // One chart a turn, so that a slow tablet can scroll in between.
    var waiting = Array.prototype.slice.call(document.querySelectorAll("[data-chart]"));
    (function next() {
      var plot = waiting.shift();
      if (!plot) return;
      try {
        draw(plot);
      } catch (error) {
        console.error("Chart " + plot.dataset.chart + " could not be drawn", error);
      }
      window.setTimeout(next, 0);
    })();
  }

  window.addEventListener("beforeprint", function () {
    drawn.forEach(function (plot) {
      window.Plotly.relayout(plot, { autosize: false, width: PRINT_WIDTH });
    });
  });
  window.addEventListener("afterprint", function () {
    drawn.forEach(function (plot) {
      window.Plotly.relayout(plot, { autosize: true, width: plot.clientWidth });
    });
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", drawAll);
  else drawAll();
})();
