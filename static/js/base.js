// Small things every page shares; every page works without them.
(() => {
  // The CSRF cookie is out of reach of scripts: htmx takes the token from any form on the page.
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (token) event.detail.headers["X-CSRFToken"] = token.value;
  });

  // One press sends once; coming back to the page or an error frees the button again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-once")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    for (const button of document.querySelectorAll(`button[form="${form.id}"], #${CSS.escape(form.id || "-")} button`)) {
      button.setAttribute("aria-busy", "true");
    }
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  });

  // data-confirm="…" on a button asks in a dialog first.
  const ask = (text, then) => {
    const dialog = document.createElement("dialog");
    dialog.className = "ask";
    const question = document.createElement("p");
    question.textContent = text;
    const row = document.createElement("div");
    row.className = "two";
    const no = document.createElement("button");
    no.className = "btn btn-quiet";
    no.textContent = "先不";
    const yes = document.createElement("button");
    yes.className = "btn btn-primary";
    yes.textContent = "确定";
    row.append(no, yes);
    dialog.append(question, row);
    document.body.append(dialog);
    no.addEventListener("click", () => dialog.close());
    yes.addEventListener("click", () => {
      dialog.close();
      then();
    });
    dialog.addEventListener("close", () => dialog.remove());
    dialog.showModal();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-confirm]");
    if (!button || button.dataset.agreed) return;
    event.preventDefault();
    ask(button.dataset.confirm, () => {
      button.dataset.agreed = "1";
      button.click();
      delete button.dataset.agreed;
    });
  });

  // On a phone the desk's menu starts closed.
  const menu = document.querySelector(".rail details.menu");
  if (menu && window.matchMedia("(max-width: 991px)").matches) menu.open = false;

  document.querySelector("[data-errors]")?.focus();
})();
