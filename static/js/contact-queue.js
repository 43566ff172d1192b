// A contact typed where there is no network waits on this phone: only the fields of the form and the
// first character of the name, until the server has it. A correction is not kept.
(() => {
  const panel = document.getElementById("waiting");
  if (!panel) return;
  const { account } = panel.dataset;
  const fields = () => document.querySelectorAll("[name=csrfmiddlewaretoken]");
  const token = {
    get: () => fields()[0].value,
    // From a fresh copy of this page; false when there is none to be had.
    renew: async () => {
      const response = await fetch(location.pathname, { cache: "no-store" });
      if (response.redirected) queue.state.signIn = response.url;
      const text = response.ok && !response.redirected ? await response.text() : "";
      const fresh = new DOMParser().parseFromString(text, "text/html");
      if (fresh.getElementById("waiting")?.dataset.account !== account) return false;
      const value = fresh.querySelector("[name=csrfmiddlewaretoken]").value;
      for (const each of fields()) each.value = value;
      return true;
    },
  };
  const queue = window.logQueue(account, token, "contact", "这一户现在不归您联系，这条没能记下。");

  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };
  const drop = (entry) => {
    const asking = button("", () => asking.dataset.agreed && queue.remove(entry.id));
    asking.hidden = true;
    asking.dataset.confirm = `从这台手机上删掉“${entry.label}”？没有传上去的内容就没有了。`;
    panel.append(asking);
    asking.click();
  };
  const line = (entry) => {
    const made = document.createElement("li");
    const words = document.createElement("span");
    words.textContent = entry.label;
    made.append(words);
    if (entry.refused) {
      const way = document.createElement("a");
      way.href = `${entry.url}#${entry.id}`;
      way.className = "link";
      way.textContent = "改一改";
      made.append(way);
    }
    made.append(button("删掉", () => drop(entry)));
    if (entry.refused) {
      const why = document.createElement("span");
      why.className = "why";
      why.textContent = entry.refused.message;
      made.append(why);
    }
    return made;
  };
  const words = (refused) => {
    if (queue.state.stranger) return queue.state.stranger;
    if (queue.state.signIn) return "登录过期了，内容都在";
    return refused ? `有${refused}条要改一改再传` : "有网时自动上传，不会重复";
  };
  const show = () => {
    const entries = queue.all();
    const refused = entries.filter((entry) => entry.refused).length;
    panel.hidden = !entries.length;
    if (refused || queue.state.signIn) panel.open = true;
    document.getElementById("waiting-count").textContent = entries.length;
    document.getElementById("waiting-words").textContent = words(refused);
    const way = document.getElementById("sign-in");
    way.hidden = !queue.state.signIn;
    if (queue.state.signIn) way.firstElementChild.href = queue.state.signIn;
    document.getElementById("waiting-list").replaceChildren(...entries.map(line));
  };
  queue.state.changed = show;

  const chosen = (form, name) => form.querySelector(`[name="${name}"]:checked`);
  const entryOf = (form) => ({
    id: form.elements.client_id.value,
    url: new URL(form.action).pathname,
    act: "contact",
    fields: [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"),
    label: `${form.dataset.face}**，${form.elements.on.value.slice(5).replace("-", "月")}日，${chosen(form, "result").closest("label").textContent.trim()}`,
    at: Date.now(),
    tried: false,
    refused: null,
    held: false,
  });
  const kept = (form) => {
    const said = form.querySelector("[data-kept]");
    said.hidden = false;
    said.textContent = "先存在这台手机上了，有网时自动上传。";
    for (const part of form.querySelectorAll("fieldset, details, .q, button")) part.hidden = true;
    show();
  };
  // One press is one entry: it is safe on the phone before it is sent.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches(".contact-form[data-new]") || !chosen(form, "result")) return;
    const entry = entryOf(form);
    if (!queue.put(entry)) return; // This phone keeps nothing: the browser sends the form itself.
    event.preventDefault();
    const { outcome, answer } = await queue.send(entry);
    if (outcome === "saved") location.href = answer.url;
    else if (outcome === "waits") kept(form);
    else {
      // The page says beside which field; the same id is never taken twice.
      queue.remove(entry.id);
      form.submit();
    }
  });

  // What was refused later is filled in again where its link leads.
  const restore = () => {
    const form = document.querySelector(".contact-form[data-new]");
    const entry = queue.get(location.hash.slice(1));
    if (!form || !entry || entry.url !== location.pathname) return;
    const given = new FormData();
    for (const [name, value] of entry.fields) given.append(name, value);
    for (const field of form.elements) {
      if (!field.name || field.name === "csrfmiddlewaretoken") continue;
      if (["radio", "checkbox"].includes(field.type)) field.checked = given.getAll(field.name).includes(field.value);
      else if (given.has(field.name)) field.value = given.get(field.name);
    }
    form.querySelector("details").open = true;
    form.dispatchEvent(new Event("change"));
  };

  const sendWaiting = async () => {
    const { saved } = await queue.sendAll();
    // The page as it is now, unless somebody types another one.
    const typing = [...document.querySelectorAll(".contact-form [type=submit]")].some((button) => button.offsetParent);
    if (saved && !typing) location.reload();
  };
  restore();
  show();
  document.getElementById("send-now").addEventListener("click", sendWaiting);
  window.addEventListener("online", sendWaiting);
  window.addEventListener("storage", show);
  setInterval(() => queue.all().some((entry) => !entry.refused) && sendWaiting(), 60000);
  sendWaiting();
})();
