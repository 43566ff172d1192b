// The sheet over the list, and what follows from what is tapped. Without this file “记一次联系” is a
// page of its own.
(() => {
  const sheet = document.querySelector("dialog.sheet");
  const day = (text) => {
    const [, month, date] = text.split("-").map(Number);
    return `${month}月${date}日`;
  };

  const follow = (form) => {
    const chosen = (name) => form.querySelector(`[name="${name}"]:checked`)?.value;
    const typed = (name) => form.elements[name].value;
    const said = form.querySelector("[data-next]");
    const tell = () => {
      if (chosen("result") === "not_reached") said.textContent = "没接通，下次联系的日子不变";
      else if (typed("quiet_until")) said.textContent = `先不打扰，到${day(typed("quiet_until"))}`;
      else if (typed("next_on")) said.textContent = `下次联系：${day(typed("next_on"))}前`;
      else said.textContent = `下次联系：${form.dataset.usual}前`;
    };
    form.addEventListener("change", (event) => {
      const { name, value, checked } = event.target;
      if (name === "needs" && checked) {
        const nothing = value === "nothing";
        for (const box of form.querySelectorAll('[name="needs"]'))
          if ((box.value === "nothing") !== nothing) box.checked = false;
      }
      tell();
    });
    tell();
  };
  for (const form of document.querySelectorAll(".contact-form")) follow(form);
  if (!sheet) return;

  const open = async (address, called) => {
    let answer;
    try {
      answer = await fetch(`${address}?sheet${called ? "&called" : ""}`, {
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
    } catch {
      answer = null;
    }
    // Signed out, gone, or no network: the page says so better than a sheet.
    if (!answer?.ok) {
      location.href = address;
      return;
    }
    sheet.innerHTML = await answer.text();
    const form = sheet.querySelector(".contact-form");
    if (form) follow(form);
    if (!sheet.open) sheet.showModal();
  };

  // The call itself belongs to the telephone. The sheet waits for whoever comes back from it; where
  // no telephone took over (an office screen), it is there after a moment.
  let called = null;
  const ask = () => {
    const address = called;
    called = null;
    if (address) open(address, true);
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") ask();
  });
  document.addEventListener("click", (event) => {
    const call = event.target.closest("[data-call]");
    if (call) {
      called = call.dataset.call;
      setTimeout(() => document.visibilityState === "visible" && ask(), 1500);
      return;
    }
    const link = event.target.closest("[data-contact]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link.getAttribute("href"), false);
    }
    if (event.target.closest("[data-close]") || event.target === sheet) sheet.close();
  });
})();
