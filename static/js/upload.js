// Shows the chosen picture before it is sent.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.matches("input[data-preview]")) return;
  const preview = field.parentElement.querySelector("img.preview");
  const file = field.files[0];
  preview.hidden = !file;
  if (!file) return;
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    preview.src = reader.result;
  });
  reader.readAsDataURL(file);
});
