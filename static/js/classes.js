// Says which class the income and the household's size suggest, while they are typed.
(() => {
  const income = document.getElementById("id_income");
  const size = document.getElementById("id_household_size");
  const said = document.getElementById("suggestion");
  if (!income || !size || !said) return;
  const rules = [...document.querySelectorAll("#ceilings [data-ceiling]")];
  const plain = (text) => text.replace(/[,，￥¥元\s]/g, "");
  const words = (fen) => (fen / 100).toLocaleString("zh-CN", { maximumFractionDigits: 2 });

  const suggest = () => {
    const typed = plain(income.value);
    const people = Number(size.value);
    const counts = /^\d{1,9}(\.\d{1,2})?$/.test(typed) && Number.isInteger(people) && people > 0;
    said.hidden = !counts;
    if (!counts) return;
    const head = Math.floor(Math.round(Number(typed) * 100) / people);
    const rule = rules.find((each) => head <= Number(each.dataset.ceiling));
    for (const each of rules) each.classList.toggle("on", each === rule);
    said.textContent = rule
      ? `人均每月${words(head)}元，按标准属于“${rule.dataset.label}”，由您决定`
      : `人均每月${words(head)}元，超过了各类的上限`;
  };
  for (const field of [income, size]) field.addEventListener("input", suggest);
  suggest();
})();
