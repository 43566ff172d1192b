// The self-check before a request for help. What is typed stays in these three fields: they have no
// name and stand in no form, nothing is stored, and no request is made from here.
(() => {
  const box = document.getElementById("self-check");
  if (!box) return;
  const [people, income, costs] = ["people", "income", "costs"].map((name) => document.getElementById(`check-${name}`));
  const answer = document.getElementById("check-answer");
  // The lowest ceiling first, as the page has them.
  const rules = [...document.querySelectorAll("#check-rules [data-ceiling]")].map((line) => ({
    fen: Number(line.dataset.ceiling),
    label: line.dataset.label,
  }));
  const yuan = (fen) => (fen / 100).toLocaleString("zh-CN", { maximumFractionDigits: 0 });

  const words = () => {
    const heads = Number(people.value);
    if (!people.value || !income.value) return "";
    if (!Number.isInteger(heads) || heads < 1 || heads > 30) return "家里几口人，请填1到30。";
    const left = (Number(income.value) - Number(costs.value || 0)) * 100;
    if (!Number.isFinite(left)) return "请填数字。";
    const each = Math.max(0, Math.floor(left / heads));
    const rule = rules.find((one) => each <= one.fen);
    const start = `人均每月约${yuan(each)}元，`;
    return rule
      ? `${start}不超过“${rule.label}”的标准，可以申请。`
      : `${start}超过了今年的标准。有特别的难处，也可以申请，由工会看实际情况。`;
  };
  const tell = () => {
    answer.textContent = words();
    answer.hidden = !answer.textContent;
  };

  for (const field of [people, income, costs]) field.addEventListener("input", tell);
  // A page come back to does not remember what was typed.
  window.addEventListener("pagehide", () => {
    for (const field of [people, income, costs]) field.value = "";
    tell();
  });
  box.hidden = false;
})();
