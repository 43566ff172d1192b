// Sign-in pages: send when the code is complete, and count down until a new one may be asked for.
(() => {
  const form = document.querySelector("form[data-complete]");
  const field = form?.elements.code;
  field?.addEventListener("input", () => {
    const digits = field.value.replace(/\s/g, "");
    if (digits.length === Number(form.dataset.complete)) form.requestSubmit();
  });
  // Nobody is waiting with an error on the page: the cursor goes where the code belongs.
  if (field && !document.querySelector("[data-errors]")) field.focus();

  const again = document.querySelector("button[data-wait]");
  if (!again) return;
  const label = again.textContent;
  let left = Number(again.dataset.wait);
  const tick = () => {
    again.disabled = left > 0;
    again.textContent = left > 0 ? `${left}秒后可重新获取` : label;
    if (left-- > 0) setTimeout(tick, 1000);
  };
  tick();
})();
