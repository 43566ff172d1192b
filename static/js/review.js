// The reviewer's keyboard: J and K open, A approves, R and X open their forms.
// Every key presses a control that is on the page, so whatever the mouse may do, the keys may.
(() => {
  const typing = (element) => element.matches("input, textarea, select, [contenteditable]");
  const openPart = (id) => {
    const part = document.getElementById(id);
    if (!part) return;
    part.open = true;
    part.scrollIntoView({ block: "nearest" });
    part.querySelector("input:not([type=hidden]), textarea, button")?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    const control =
      document.querySelector(`#detail [data-key="${key}"]`) ||
      (key === "j" && document.querySelector("#queue [data-open]"));
    if (!control) return;
    event.preventDefault();
    control.click();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href="#return"], a[href="#refuse"]');
    if (!link) return;
    event.preventDefault();
    openPart(link.hash.slice(1));
  });
  // A row opens beside the list; the address changes with it. Without JavaScript: a plain link.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-open]");
    if (!link || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!link.pathname.match(/applications\/[0-9a-f-]{36}\/$/)) return;
    if (window.matchMedia("(max-width: 991px)").matches) return;
    event.preventDefault();
    window.htmx.ajax("GET", link.href, { target: "#detail", swap: "innerHTML" }).then(() => {
      history.pushState({}, "", link.href);
      select(link.pathname);
      document.querySelector("#detail .in")?.scrollTo(0, 0);
    });
  });
  const select = (path) => {
    for (const row of document.querySelectorAll("#queue tbody tr")) {
      const here = row.querySelector("a[data-open]")?.pathname === path;
      row.classList.toggle("sel", here);
      row.toggleAttribute("aria-selected", here);
      if (here) row.setAttribute("aria-selected", "true");
    }
  };
  window.addEventListener("popstate", () => location.reload());
})();
