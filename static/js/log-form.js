// The form of one activity: rows that are added, sums that follow, errors at their fields, and all
// of it read into pairs and filled from pairs again.
window.logForm = (form) => {
  const HIDDEN = new Set(["csrfmiddlewaretoken", "account", "photos"]);
  const named = (name) => form.elements.namedItem(name);
  const value = (name) => named(name)?.value ?? "";
  const rowsOf = (prefix) => form.querySelector(`[data-rows="${prefix}"]`);
  const totalOf = (prefix) => named(`${prefix}-TOTAL_FORMS`);

  const addRow = (prefix) => {
    const number = Number(totalOf(prefix).value);
    const row = document.getElementById(`${prefix}-row`).content.cloneNode(true);
    for (const element of row.querySelectorAll("[name], [id], [for]")) {
      for (const attribute of ["name", "id", "for"]) {
        const text = element.getAttribute(attribute);
        if (text) element.setAttribute(attribute, text.replace("__prefix__", number));
      }
    }
    rowsOf(prefix).append(row);
    totalOf(prefix).value = number + 1;
  };

  const pairs = () =>
    [...new FormData(form)].filter(([name, given]) => !HIDDEN.has(name) && typeof given === "string");

  const clear = () => {
    for (const element of form.elements) {
      if (HIDDEN.has(element.name) || element.type === "hidden") continue;
      if (element.type === "checkbox") element.checked = false;
      else if (element.type === "file") element.value = "";
      else if (!["select-one", "button", "submit"].includes(element.type)) element.value = "";
      else if (/^(kind$|reach-)/.test(element.name)) element.value = "";
    }
    for (const unit of form.querySelectorAll("[name$=-unit]")) unit.value = "份";
    for (const part of form.querySelectorAll("details")) part.open = false;
    forget();
    settle();
  };
  const fill = (given) => {
    clear();
    for (const [name, text] of given) {
      const [, prefix] = name.match(/^(reach|goods)-\d+-/) || [];
      for (let tries = 0; prefix && !named(name) && tries < 20; tries += 1) addRow(prefix);
      if (prefix && text) rowsOf(prefix).closest("details").open = true;
      if (name === "items") {
        const box = form.querySelector(`[name="items"][value="${CSS.escape(text)}"]`);
        if (box) box.checked = true;
      } else if (named(name) && !HIDDEN.has(name) && !/_FORMS$/.test(name)) named(name).value = text;
    }
    if (value("kind") || value("partner")) document.getElementById("more").open = true;
    settle();
  };

  // Errors ------------------------------------------------------------------
  const forget = () => {
    for (const said of form.querySelectorAll(".err")) said.remove();
    for (const field of form.querySelectorAll(".is-invalid")) {
      field.classList.remove("is-invalid");
      field.removeAttribute("aria-invalid");
    }
  };
  const holderOf = (name) => {
    const found = name === "goods" ? document.getElementById("more") : named(name);
    if (!found) return null;
    return found instanceof RadioNodeList ? found[0].closest(".fld") : found.closest(".fld, details");
  };
  const sayAt = (name, text) => {
    const holder = holderOf(name);
    if (!holder) return false;
    const field = named(name);
    const said = document.createElement("p");
    said.className = "err";
    said.id = `id_${name}_error`;
    const words = document.createElement("span");
    words.textContent = text;
    said.append(document.getElementById("warn").content.cloneNode(true), words);
    holder.append(said);
    holder.closest("details")?.setAttribute("open", "");
    if (field instanceof Element) {
      field.classList.add("is-invalid");
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", said.id);
    }
    return true;
  };
  // Says each error at its field; returns those that have none.
  const show = (errors) => {
    forget();
    const left = Object.entries(errors).filter(([name, text]) => !sayAt(name, text));
    const first = form.querySelector(".is-invalid, .fld:has(.err) input");
    first?.focus();
    return left.map(([, text]) => text);
  };

  // What the server would ask for too, said at once and without a connection.
  const missing = () => {
    const found = {};
    if (!form.querySelector("[name=items]:checked")) found.items = "请选送了哪一项，可以选几项。";
    if (!value("place").trim()) found.place = "请填在哪里。";
    if (!(Number(value("people")) > 0)) found.people = "请填服务了多少人，至少1人。";
    else if (!value("occupation") && !named("people").readOnly) found.occupation = "请选是哪些人。";
    return found;
  };

  // What follows from what is typed -----------------------------------------
  const yuan = (fen) => {
    const [whole, cents] = [Math.floor(Math.abs(fen) / 100), Math.abs(fen) % 100];
    const text = whole.toLocaleString("en-US") + (cents ? `.${String(cents).padStart(2, "0")}` : "");
    return `${fen < 0 ? "-" : ""}${text}元`;
  };
  const fenOf = (text) => {
    const plain = text.normalize("NFKC").replace(/[\s,¥元]/g, "");
    return /^\d+(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : 0;
  };
  const bold = (text, css = "") => {
    const made = document.createElement("b");
    made.textContent = text;
    made.className = css;
    return made;
  };
  let left = JSON.parse(form.dataset.left);
  let waitingFen = () => 0;
  const money = () => {
    const union = value("organization") || Object.keys(left)[0];
    if (left[union] === null || left[union] === undefined) {
      document.getElementById("fund").textContent = "还没有拨到专项资金，花费先不填";
      return;
    }
    const spent = Number(form.dataset.spent);
    const before = left[union] - waitingFen();
    const after = before + spent - fenOf(value("money"));
    if (before < 0) {
      const parts = ["专项资金不够：待上传的比剩下的多", bold(yuan(-before), "short")];
      document.getElementById("fund").replaceChildren(...parts);
      return;
    }
    const parts = ["专项资金还剩", bold(yuan(before))];
    if (fenOf(value("money")) !== spent) {
      parts.push("，记完", bold(yuan(after), after < 0 ? "short" : ""));
      if (after < 0) parts.push("，不够");
    }
    document.getElementById("fund").replaceChildren(...parts);
  };
  const people = () => {
    const rows = [...form.querySelectorAll('[name^="reach-"][name$="-people"]')];
    const total = rows.reduce((sum, row) => sum + (Number(row.value) || 0), 0);
    const field = named("people");
    if (total) field.value = total;
    field.readOnly = total > 0;
    for (const button of form.querySelectorAll("[data-step]")) button.disabled = total > 0;
  };
  const DAYS = { 0: "今天", 1: "昨天", 2: "前天" };
  const localDay = (moment = new Date()) =>
    [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()]
      .map((part) => String(part).padStart(2, "0"))
      .join("-");
  const day = () => {
    const ago = (Date.parse(localDay()) - Date.parse(value("held_on"))) / 86400000;
    document.getElementById("day-word").textContent = DAYS[ago] || "";
  };
  const photos = () => {
    const field = named("photos");
    if (!field) return;
    const hint = document.getElementById("photos-hint");
    const offline = navigator.onLine === false;
    field.disabled = offline;
    hint.hidden = !offline && !field.files.length;
    hint.textContent = offline
      ? "没有网络时不能加照片，等这条传上去以后可以补。"
      : `已选${field.files.length}张，照片要有网才能传。`;
  };
  const settle = () => {
    people();
    money();
    day();
    photos();
  };

  form.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add]");
    if (add) addRow(add.dataset.add);
    const step = event.target.closest("[data-step]");
    if (!step) return;
    const field = named("people");
    field.value = Math.max(0, (Number(field.value) || 0) + Number(step.dataset.step)) || "";
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  form.addEventListener("input", settle);
  form.addEventListener("change", settle);
  return {
    pairs, clear, fill, show, forget, missing, settle, value, named, localDay, fenOf,
    left: (news) => {
      left = { ...left, ...news };
    },
    waiting: (count) => {
      waitingFen = count;
    },
  };
};
