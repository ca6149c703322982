// The savings grid under the fingers: arrows and Enter move, a block pastes, leaving unsaved warns.
(function () {
  "use strict";
  var form = document.querySelector("[data-grid]");
  if (!form) return;
  var rows = Array.prototype.map.call(form.querySelectorAll(".grid__table tbody tr"), function (row) {
    return Array.prototype.slice.call(row.querySelectorAll("input"));
  });
  // A page that shows what was typed again holds nothing that is saved.
  var saved = form.hasAttribute("data-unsaved") ? null : state();

  function state() {
    return rows.map(function (row) { return row.map(function (cell) { return cell.value; }).join("\t"); }).join("\n");
  }

  function find(cell) {
    for (var r = 0; r < rows.length; r += 1) {
      var c = rows[r].indexOf(cell);
      if (c >= 0) return { row: r, column: c };
    }
    return null;
  }

  function go(row, column) {
    var cell = rows[row] && rows[row][column];
    if (cell) { cell.focus(); cell.select(); }
    return Boolean(cell);
  }

  // As in a spreadsheet: in a cell that was moved to, what is typed replaces and an arrow moves on;
  // a click, Home, End or F2 begins to edit the text, and then the arrows move within it.
  var editing = false;
  form.addEventListener("focusin", function () { editing = false; });
  form.addEventListener("click", function () { editing = true; });

  form.addEventListener("keydown", function (event) {
    var at = find(event.target);
    if (!at || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.shiftKey && event.key !== "Enter") return; // Shift and an arrow select
    var end = event.target.value.length;
    var inText = event.target.selectionStart !== event.target.selectionEnd ? null : event.target.selectionStart;
    var moved = false;
    if (event.key === "Home" || event.key === "End" || event.key === "F2") editing = true;
    if (event.key === "F2") event.target.setSelectionRange(end, end);
    if (event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey)) moved = go(at.row + 1, at.column) || event.key === "Enter";
    else if (event.key === "ArrowUp" || event.key === "Enter") moved = go(at.row - 1, at.column) || event.key === "Enter";
    else if (event.key === "ArrowLeft" && (!editing || inText === null || inText === 0)) moved = go(at.row, at.column - 1);
    else if (event.key === "ArrowRight" && (!editing || inText === null || inText === end)) moved = go(at.row, at.column + 1);
    if (moved) event.preventDefault();
  });

  form.addEventListener("paste", function (event) {
    var at = find(event.target);
    var text = (event.clipboardData || window.clipboardData).getData("text").replace(/\r?\n$/, "");
    if (!at || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    text.split(/\r?\n/).forEach(function (line, r) {
      line.split("\t").forEach(function (value, c) {
        var cell = rows[at.row + r] && rows[at.row + r][at.column + c];
        if (cell) cell.value = value.trim();
      });
    });
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });

  var leaving = false;
  form.addEventListener("submit", function () { leaving = true; });
  window.addEventListener("beforeunload", function (event) {
    if (!leaving && state() !== saved) event.preventDefault();
  });
})();
