// Draws every [data-chart] from the JSON beside it. The table in the page carries the same figures.
(function () {
  "use strict";
  var PRINT_WIDTH = 680;
  var BESIDE_NAMES = 8;
  var LEAST_DRAWN = 384; // beside the names
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
    makeRoom(plot, figure.data || [], layout);
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

  // Room for the names down the side, measured once: to find it by itself the library would lay the
  // chart out once more, for which a slow tablet takes a tenth of a second.
  function makeRoom(plot, data, layout) {
    var axis = layout.yaxis;
    if (!axis || !axis.automargin) return;
    var names = axis.ticktext || [].concat.apply([], data.map(function (trace) { return trace.y; }));
    if (!names.every(function (name) { return typeof name === "string"; })) return;
    var words = document.createElement("canvas").getContext("2d");
    words.font = layout.font.size + "px " + layout.font.family;
    var room = names.map(function (name) { return words.measureText(name + axis.ticksuffix).width + BESIDE_NAMES; });
    axis.automargin = false;
    layout.margin.l = Math.ceil(Math.max.apply(null, room.concat(layout.margin.l)));
    // Where long names leave little beside them, the chart is wider and scrolls.
    var least = layout.margin.l + LEAST_DRAWN;
    if (least > parseFloat(window.getComputedStyle(plot).minWidth)) plot.style.minWidth = least + "px";
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

  // What draws is worked through once the figures can be read: on a slow tablet it takes a second.
  function begin() {
    var library = document.createElement("script");
    library.src = document.querySelector("link[data-draws]").href;
    library.onload = drawAll;
    document.head.appendChild(library);
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

  if (document.hidden) begin(); // which is not painted
  else window.requestAnimationFrame(function () { window.setTimeout(begin, 0); });
})();
