// Keeps what is typed: on the server as soon as it changes, in the browser while there is no
// connection. The document number never stays in the browser.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const kept = form.dataset.kept;
  const note = document.getElementById("saved");
  const derived = document.getElementById("derived");
  const problem = document.getElementById("number-problem");
  const birth = document.getElementById("birth-fields");
  const refresh = document.getElementById("refresh");
  const secret = new Set(["number", "csrfmiddlewaretoken"]);
  let timer;
  let changed = false;

  const say = (text) => {
    note.hidden = false;
    note.querySelector("span").textContent = text;
  };
  const keepHere = () => {
    const typed = [...new FormData(form)].filter(([name]) => !secret.has(name));
    try {
      localStorage.setItem(kept, JSON.stringify(typed));
    } catch {
      // A full or closed store: the server still has what it was sent.
    }
  };
  const show = (answer) => {
    derived.hidden = !answer.derived;
    derived.querySelector("b").textContent = answer.derived;
    problem.hidden = !answer.number;
    problem.textContent = answer.number;
  };
  const save = async () => {
    if (!changed) return;
    changed = false;
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      if (response.status === 401) {
        keepHere();
        say("登录过期了，点下一步重新验证手机，填的内容都在");
        return;
      }
      if (!response.ok) throw new Error(response.status);
      localStorage.removeItem(kept);
      say("已自动保存，断网、关掉都不会丢");
      show(await response.json());
    } catch {
      changed = true;
      keepHere();
      say("现在没有网络，先存在这台手机上，连上后自动保存");
    }
  };
  const townships = async () => {
    const district = form.elements.district.value;
    const list = form.elements.township;
    if (!district) return;
    const response = await fetch(`/divisions/${encodeURIComponent(district)}/townships/`);
    if (response.ok) list.innerHTML = await response.text();
  };
  const needsBirth = () => {
    const kind = form.elements.document_type.value;
    birth.hidden = kind === "identity_card" || kind === "residence_permit";
  };
  const restore = () => {
    try {
      for (const [name, value] of JSON.parse(localStorage.getItem(kept) || "[]")) {
        const field = form.elements[name];
        if (field && !field.value) field.value = value;
        changed = true;
      }
    } catch {
      localStorage.removeItem(kept);
    }
    if (changed) save();
  };

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, 800);
  });
  form.elements.district.addEventListener("change", townships);
  form.elements.document_type.addEventListener("change", needsBirth);
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", () => document.hidden && save());
  // With JavaScript the townships come by themselves.
  refresh.hidden = true;
  restore();
})();
