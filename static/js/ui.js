// Small conveniences; every page works without them.
(function () {
  "use strict";

  // A choice made with a pointer is submitted at once. From the keyboard the arrow keys pass over
  // the choices in between, so there the form waits for its button.
  var byPointer = false;
  document.addEventListener("pointerdown", function () { byPointer = true; }, true);
  document.addEventListener("keydown", function () { byPointer = false; }, true);
  document.addEventListener("change", function (event) {
    var control = event.target;
    if (!byPointer || control.tagName !== "SELECT" || control.multiple || !control.form) return;
    if (control.closest("[data-autosubmit]")) control.form.requestSubmit();
  });

  // What the keyboard reaches in a table that scrolls is shown whole: of a figure that begins in its
  // last pixel a browser says that it is on the screen.
  document.addEventListener("focusin", function (event) {
    var frame = !byPointer && event.target.closest(".table-scroll");
    if (frame && frame !== event.target) event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  // A second click must not post a second time.
  function release(form) {
    delete form.dataset.sent;
    form.querySelectorAll("[data-waiting]").forEach(function (said) { said.textContent = ""; });
    form.querySelectorAll("button[data-held]").forEach(function (button) {
      button.disabled = false;
      button.removeAttribute("data-held");
    });
  }
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // After this turn, so that the pressed button's own name and value are still sent.
    window.setTimeout(function () {
      form.querySelectorAll("button:not([type=button]):not(:disabled)").forEach(function (button) {
        button.disabled = true;
        button.setAttribute("data-held", "");
      });
    }, 0);
    // What takes longer than a moment says so.
    var waiting = form.querySelector("[data-waiting]");
    if (waiting) window.setTimeout(function () {
      if (form.dataset.sent) waiting.textContent = waiting.dataset.waiting;
    }, 400);
    // A post that answers with a file leaves the page where it is.
    if (!waiting) window.setTimeout(release, 8000, form);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(release);
  });

  // Copies a text; where the browser does not let it, the text is selected to be copied by hand.
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var text = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", function () {
      text.select();
      if (!navigator.clipboard) return;
      navigator.clipboard.writeText(text.value).then(function () { button.textContent = "Copied"; });
    });
  });

  var summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
})();
