// The meeting-room screen asks for its figures each minute and puts them in place of the old ones:
// one timer, one request at a time, nothing kept. Without a connection the last figures stay.
(() => {
  const screen = document.querySelector("[data-screen]");
  const figures = screen.querySelector("[data-figures]");
  const closed = screen.querySelector("[data-closed]");
  const note = screen.querySelector("[data-note]");
  const full = screen.querySelector("[data-full]");
  let at = figures.firstElementChild.dataset.at;
  let asking = false;

  const say = (problem) => {
    const text = `最后更新 ${at}${problem}`;
    if (note.textContent !== text) note.textContent = text;
  };

  const show = (html) => {
    figures.innerHTML = html;
    at = figures.firstElementChild.dataset.at;
    figures.hidden = false;
    closed.hidden = true;
    say("");
  };

  // Signed out, or the link is over: what a room may no longer see goes.
  const close = () => {
    figures.hidden = true;
    closed.hidden = false;
    say("");
  };

  const ask = async () => {
    const answer = await fetch(screen.dataset.screen, {
      headers: { "X-Requested-With": "XMLHttpRequest" },
      cache: "no-store",
      signal: AbortSignal.timeout(20_000),
    });
    if (answer.ok && answer.headers.get("X-Screen-Version") !== screen.dataset.version) {
      location.reload();
    } else if (answer.ok) {
      show(await answer.text());
    } else if ([401, 403, 404].includes(answer.status)) {
      close();
    } else {
      say("，暂时连不上");
    }
  };

  const refresh = async () => {
    if (asking) return;
    asking = true;
    try {
      await ask();
    } catch {
      say("，暂时连不上");
    } finally {
      asking = false;
    }
  };
  setInterval(refresh, Number(screen.dataset.every) * 1000);
  window.addEventListener("online", refresh);

  if (document.fullscreenEnabled) {
    const fit = () => (full.hidden = Boolean(document.fullscreenElement));
    full.addEventListener("click", () => document.documentElement.requestFullscreen().catch(() => {}));
    document.addEventListener("fullscreenchange", fit);
    fit();
  }
})();
