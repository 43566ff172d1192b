// Small things every page shares; every page works without them.
(() => {
  document.documentElement.classList.add("js");

  // The CSRF cookie is out of reach of scripts: htmx takes the token from any form on the page.
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (token) event.detail.headers["X-CSRFToken"] = token.value;
  });

  // One press sends once. Coming back to the page, an answer, or eight seconds without one free
  // the form again: whoever sees an error must be able to retry (the server counts once anyway).
  const buttons = (form) => [...form.elements].filter((element) => element.type === "submit");
  const release = (form) => {
    delete form.dataset.sent;
    for (const button of buttons(form)) button.removeAttribute("aria-busy");
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-once")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    for (const button of buttons(form)) button.setAttribute("aria-busy", "true");
    setTimeout(release, 8000, form);
  });
  const releaseAll = () => document.querySelectorAll("form[data-sent]").forEach(release);
  window.addEventListener("pageshow", releaseAll);
  document.addEventListener("htmx:afterRequest", releaseAll);

  // data-confirm="…" on a button asks in a dialog first.
  const button = (text, css, press) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `btn ${css}`;
    made.textContent = text;
    made.addEventListener("click", press);
    return made;
  };
  const ask = (text, then) => {
    const dialog = document.createElement("dialog");
    dialog.className = "ask";
    dialog.setAttribute("aria-label", text);
    const question = document.createElement("p");
    question.textContent = text;
    const row = document.createElement("div");
    row.className = "two";
    row.append(
      button("先不", "btn-quiet", () => dialog.close()),
      button("确定", "btn-primary", () => {
        dialog.close();
        then();
      }),
    );
    dialog.append(question, row);
    document.body.append(dialog);
    dialog.addEventListener("close", () => dialog.remove());
    dialog.showModal();
  };
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("button[data-confirm]");
    if (!pressed || pressed.dataset.agreed) return;
    event.preventDefault();
    ask(pressed.dataset.confirm, () => {
      pressed.dataset.agreed = "1";
      pressed.click();
      delete pressed.dataset.agreed;
    });
  });

  // A choice in a filter row counts at once.
  document.addEventListener("change", (event) => {
    if (event.target.matches("form.filters select")) event.target.form.requestSubmit();
  });

  // What was said with a household is not left behind: whoever signs out is asked first.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!new URL(form.action).pathname.endsWith("/sign-out/")) return;
    const waiting = Object.keys(localStorage).filter((key) => key.startsWith("contact:"));
    if (!waiting.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(`还有${waiting.length}条联系没有上传。现在退出，这台手机上的内容就删掉了。`, () => {
      for (const key of waiting) localStorage.removeItem(key);
      form.requestSubmit();
    });
  });

  // What was typed without a connection waits on this phone under the account that typed it: signing
  // out does not clear it, and whoever signs in next is not shown the page as it was kept.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!new URL(form.action).pathname.endsWith("/sign-out/")) return;
    if (!Object.keys(localStorage).some((key) => key.startsWith("log:"))) return;
    const keep = document.createElement("input");
    keep.type = "hidden";
    keep.name = "keep";
    form.append(keep);
  });
  if (document.querySelector(".door")) window.caches?.delete("log");

  // Of what scrolls sideways one sees the tab one is on, and of a chart its end, which is now.
  for (const on of document.querySelectorAll("nav .on[aria-current]")) {
    const tabs = on.closest("nav");
    tabs.scrollLeft += on.getBoundingClientRect().right - tabs.getBoundingClientRect().right + 40;
  }
  for (const chart of document.querySelectorAll(".columns .table-scroll")) {
    if (chart.querySelector(".now")) chart.scrollLeft = chart.scrollWidth;
  }

  // The summary of errors is read out and reached first.
  document.querySelector("[data-errors]")?.focus();
})();
