// Writing a paper: a figure is searched as one types and put in where the cursor is.
(function () {
  "use strict";
  var text = document.querySelector("[data-paper-text]");
  var picker = document.querySelector("[data-picker]");

  function show(within) {
    within.querySelectorAll("[data-insert]").forEach(function (button) {
      button.hidden = false;
      if (!text) button.firstChild.textContent = "Copy";
    });
  }

  function insert(token) {
    var start = text.selectionStart, end = text.selectionEnd;
    text.setRangeText(token, start, end, "end");
    text.focus();
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-insert]");
    if (!button) return;
    if (text) insert(button.dataset.insert);
    else if (navigator.clipboard) {
      navigator.clipboard.writeText(button.dataset.insert).then(function () {
        button.firstChild.textContent = "Copied";
      });
    }
  });
  show(document);
  if (!picker) return;

  var list = picker.querySelector("[data-picker-list]");
  var field = picker.querySelector("[data-picker-search]");
  var search = field.querySelector("input");
  var asked = 0, waits;
  field.hidden = false;
  search.addEventListener("input", function () {
    window.clearTimeout(waits);
    waits = window.setTimeout(function () {
      var mine = asked += 1;
      var url = picker.dataset.picker + "&search=" + encodeURIComponent(search.value);
      window.fetch(url, { credentials: "same-origin" }).then(function (answer) {
        return answer.ok ? answer.text() : "";
      }).then(function (html) {
        if (mine !== asked || !html) return; // a later search is on its way
        list.innerHTML = html;
        show(list);
      });
    }, 200);
  });
}());
