// The log page: what is typed is first kept on this phone, then sent; without a connection it waits.
(() => {
  const form = document.getElementById("log");
  if (!form) return;
  const { account, campaign } = form.dataset;
  const isNew = "new" in form.dataset;
  const page = window.logForm(form);
  const LAST = `log-last:${account}:${campaign}`;
  const TYPED = `log-typed:${account}:${campaign}`;
  const keep = (key, value) => {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // A convenience only: what matters is in the queue.
    }
  };
  const kept = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };

  const token = {
    get: () => form.elements.csrfmiddlewaretoken.value,
    // From a fresh copy of this page; false when there is none to be had.
    renew: async () => {
      const response = await fetch(location.pathname, { cache: "no-store" });
      if (response.redirected) queue.state.signIn = response.url;
      const text = response.ok && !response.redirected ? await response.text() : "";
      const fresh = new DOMParser().parseFromString(text, "text/html");
      const field = fresh.querySelector("#log [name=csrfmiddlewaretoken]");
      if (!field || fresh.getElementById("log").dataset.account !== account) return false;
      for (const each of document.querySelectorAll("[name=csrfmiddlewaretoken]")) each.value = field.value;
      return true;
    },
  };
  const queue = window.logQueue(account, token);

  // What is said ------------------------------------------------------------
  const said = document.getElementById("said");
  const say = (kind, text, link = "") => {
    said.className = `notice ${kind}`;
    said.hidden = false;
    const words = document.createElement("span");
    words.textContent = text;
    if (link) {
      const way = document.createElement("a");
      way.href = link;
      way.textContent = "看这条";
      words.append(" ", way);
    }
    said.replaceChildren(words);
    said.scrollIntoView({ block: "nearest" });
  };
  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };
  const line = (entry) => {
    const made = document.createElement("li");
    const words = document.createElement("span");
    words.textContent = entry.label;
    made.append(words);
    // What was sent without an answer may have arrived: it is changed on its own page later.
    if (entry.refused || !entry.tried) made.append(button("改一改", () => takeUp(entry)));
    made.append(button("删掉", () => drop(entry)));
    if (entry.refused) {
      const why = document.createElement("span");
      why.className = "why";
      why.textContent = entry.refused.message;
      made.append(why);
    }
    return made;
  };
  const waits = () => {
    if (queue.state.stranger) return queue.state.stranger;
    if (queue.state.signIn) return "登录过期了，内容都在";
    return "有网时自动上传，不会重复";
  };
  const showQueue = () => {
    // What was taken back into the form is looked at there.
    const inForm = form.elements.client_id.value;
    const entries = queue.all().filter((entry) => entry.id !== inForm || !(entry.refused || entry.held));
    const panel = document.getElementById("waiting");
    panel.hidden = !entries.length;
    document.getElementById("waiting-count").textContent = entries.length;
    const refused = entries.filter((entry) => entry.refused).length;
    if (refused || queue.state.signIn) panel.open = true;
    document.getElementById("waiting-words").textContent = refused ? `有${refused}条要改一改再传` : waits();
    const way = document.getElementById("sign-in");
    way.hidden = !queue.state.signIn;
    if (queue.state.signIn) way.firstElementChild.href = queue.state.signIn;
    document.getElementById("waiting-list").replaceChildren(...entries.map(line));
    page.settle();
  };
  queue.state.changed = showQueue;
  queue.state.arrived = (answer) => page.left(answer.left || {});
  page.waiting(() =>
    queue
      .all()
      .filter((entry) => entry.act === "submit" && entry.url === location.pathname && isNew)
      .reduce((sum, entry) => sum + page.fenOf(new Map(entry.fields).get("money") || ""), 0),
  );

  // Into the form to be changed; until it is pressed again nothing of it is sent.
  const takeUp = ({ id }) => {
    const entry = queue.get(id);
    if (!entry || (entry.tried && !entry.refused)) {
      showQueue();
      return;
    }
    if (entry.url !== location.pathname) {
      location.href = `${entry.url}#${entry.id}`;
      return;
    }
    queue.put({ ...entry, held: true });
    page.fill(entry.fields);
    form.elements.client_id.value = entry.id;
    if (entry.refused) wrong(entry.refused.errors);
    showQueue();
  };
  const drop = (entry) => {
    const dialog = document.createElement("button");
    dialog.type = "button";
    dialog.hidden = true;
    dialog.dataset.confirm = `从这台手机上删掉“${entry.label}”？没有传上去的内容就没有了。`;
    dialog.addEventListener("click", () => {
      if (!dialog.dataset.agreed) return;
      queue.remove(entry.id);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.click();
  };

  // Keeping and sending -----------------------------------------------------
  const labelOf = () => {
    const items = [...form.querySelectorAll("[name=items]:checked")].map((box) =>
      box.closest("label").textContent.trim(),
    );
    const people = page.value("people");
    return [page.value("held_on").slice(5).replace("-", "月") + "日", items.join("、"), page.value("place"),
      people ? `${people}人` : ""].filter(Boolean).join(" ");
  };
  const newId = () =>
    crypto.randomUUID
      ? crypto.randomUUID()
      : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
          (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
        );
  const repeats = /^(items|place|people|occupation|platform|money|kind|partner|organization|reach-\d|goods-\d)/;
  const startAnew = (fields) => {
    const last = fields.filter(([name]) => repeats.test(name));
    keep(LAST, last);
    localStorage.removeItem(TYPED);
    page.clear();
    form.elements.client_id.value = newId();
    form.elements.held_on.value = page.localDay();
    page.settle();
  };
  const saved = async (answer, files) => {
    if (!isNew) {
      location.href = answer.url;
      return;
    }
    say("done", files.length ? "记好了，正在传照片…" : answer.message, answer.url);
    const problems = await window.logPhotos(answer.photos, files, token);
    if (problems.length) say("wait", `${answer.message}照片：${problems.join("；")}，可以在这条里补传。`, answer.url);
    else if (files.length) say("done", `${answer.message}照片也传好了。`, answer.url);
  };
  const waiting = (files) => {
    const photos = files.length ? "照片没有存，传上去以后请在这条里补。" : "";
    say("wait", `先存在这台手机上了。${photos}`);
  };
  let blank = "";
  let pressed = 0;
  const untouched = () => JSON.stringify(page.pairs()) === blank;
  // It stays in the list; back into the form too, unless something else stands there by now.
  const refused = (entry) => {
    if (!isNew || untouched()) takeUp(entry);
    else say("wait", `有一条没记下：${entry.refused.message}`);
  };
  const wrong = (errors) => {
    const rest = page.show(errors);
    const count = Object.keys(errors).length;
    say("late", rest.length ? rest.join("") : `有${count}处要再看一眼，还没记下。`);
  };
  form.addEventListener("submit", async (event) => {
    const act = event.submitter?.value || "submit";
    const missing = act === "submit" ? page.missing() : {};
    // A second tap on the same press is no entry of its own.
    const again = Date.now() - pressed < 800 && untouched();
    if (again || Object.keys(missing).length) {
      event.preventDefault();
      if (!again) wrong(missing);
      return;
    }
    const fields = page.pairs();
    const entry = {
      id: form.elements.client_id.value || newId(), url: location.pathname, act, fields, label: labelOf(),
      at: Date.now(), tried: false, refused: null, held: false,
    };
    if (!queue.put(entry)) return; // This phone keeps nothing: the browser sends the form itself.
    event.preventDefault();
    pressed = Date.now();
    const files = [...(form.elements.photos?.files || [])];
    // Safe on this phone: the form is free for the next one, however slow the network.
    if (isNew) startAnew(fields);
    blank = JSON.stringify(page.pairs());
    say("calm", "正在上传…");
    const { outcome, answer } = await queue.send(entry);
    if (outcome === "saved") await saved(answer, files);
    else if (outcome === "refused") refused(queue.get(entry.id));
    else waiting(files);
    showQueue();
    if (outcome === "saved") queue.sendAll();
  });

  const sendWaiting = async () => {
    const { saved: arrived, refused: stopped } = await queue.sendAll();
    if (stopped) said.hidden = true;
    else if (arrived) say("done", `补传好了${arrived}条。`);
  };

  // “和上次一样” needs no connection ------------------------------------------
  document.getElementById("again")?.addEventListener("click", (event) => {
    const last = kept(LAST) || (form.dataset.last && JSON.parse(form.dataset.last));
    if (!last) return;
    event.preventDefault();
    const [date, id] = [page.value("held_on"), form.elements.client_id.value];
    page.fill(last);
    form.elements.held_on.value = date;
    form.elements.client_id.value = id;
    page.settle();
    say("calm", "照上次的填好了，改一改就能记。");
  });

  // Half an entry survives a closed page --------------------------------------
  let timer;
  const typing = () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(TYPED, { fields: page.pairs(), day: page.localDay() }), 400);
  };
  if (isNew) form.addEventListener("input", typing);
  const restore = () => {
    const waited = queue.get(location.hash.slice(1));
    if (waited && waited.url === location.pathname) {
      takeUp(waited);
      return;
    }
    const typed = isNew && !location.search && kept(TYPED);
    const bare = !form.querySelector(".err") && !page.value("place") && !page.value("people");
    if (!typed || typed.day !== page.localDay() || !bare) return;
    const id = form.elements.client_id.value;
    page.fill(typed.fields);
    form.elements.client_id.value = id;
    if (page.value("place") || page.value("people") || form.querySelector("[name=items]:checked")) {
      say("calm", "上次没记完的还在，接着填就行。");
    }
  };

  // A page kept since yesterday means yesterday by “today”.
  if (isNew && page.value("held_on") === form.dataset.today) form.elements.held_on.value = page.localDay();
  for (const entry of queue.all()) if (entry.held) queue.put({ ...entry, held: false });
  restore();
  showQueue();
  document.getElementById("send-now").addEventListener("click", sendWaiting);
  window.addEventListener("online", sendWaiting);
  window.addEventListener("offline", showQueue);
  window.addEventListener("storage", showQueue);
  setInterval(() => queue.all().some((entry) => !entry.refused && !entry.held) && sendWaiting(), 60000);
  sendWaiting();

  // So that the page opens without a connection; a copy with yesterday's messages is none.
  const bare = !document.querySelector("main > .notice[role]:not(#said)");
  const keepPage = async () => {
    await navigator.serviceWorker.register(form.dataset.worker, { scope: location.pathname });
    await navigator.serviceWorker.ready;
    const store = await caches.open("log");
    const kept = bare && (await store.match(location.pathname));
    if (!kept && navigator.onLine) await store.add(location.pathname);
  };
  if (isNew && "serviceWorker" in navigator) keepPage().catch(() => {});
})();
