// A file that is too large is told at once, before it is sent; the server looks again.
(() => {
  const form = document.querySelector("form[data-most-bytes]");
  const field = form?.elements.file;
  if (!field) return;
  const problem = document.getElementById(`${field.id}_error`);
  const most = Number(form.dataset.mostBytes);
  const look = () => {
    const file = field.files[0];
    const tooLarge = file && file.size > most;
    const mega = (bytes) => Math.round(bytes / 1024 / 1024);
    if (tooLarge) {
      problem.querySelector("span").textContent =
        `这个文件有${mega(file.size)}MB，最大只收${mega(most)}MB。请去掉图片和用不到的工作表，或分成几份再传。`;
    }
    problem.hidden = !tooLarge;
    return !tooLarge;
  };
  field.addEventListener("change", look);
  // Before the “once” of base.js counts it as sent.
  form.addEventListener("submit", (event) => {
    if (look()) return;
    event.preventDefault();
    event.stopPropagation();
    field.focus();
  });
})();
