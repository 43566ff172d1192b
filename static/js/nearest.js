// Where the phone stands, asked for by a press, rounded to ten metres, put into the body of a POST
// and kept nowhere: not in the address line, not in the browser's storage. The list is fetched and
// laid into the page, so that the “back” key never asks to send a form again; “#near” in the
// address says only that the list was by distance, and it is asked for anew.
(() => {
  const SECONDS = 12;
  const HASH = "#near";
  // What belongs to one answer and not to the address.
  const PASSING = ["csrfmiddlewaretoken", "latitude", "longitude", "at", "after", "before"];
  const WHY = {
    1: "没有得到位置的许可。可以在浏览器设置里打开，或者先不按远近看。",
    2: "这会儿定不到位。到开阔一点的地方再试，或者先不按远近看。",
    3: "定位太久没有回音，请再试一次，或者先不按远近看。",
  };
  // Without https, or in an old browser, there is nothing to press.
  if (!navigator.geolocation || !window.isSecureContext) return;

  const locate = (button, note, then) => {
    button.setAttribute("aria-busy", "true");
    note.textContent = "正在定位……";
    const done = (text) => {
      button.removeAttribute("aria-busy");
      note.textContent = text;
    };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        done("");
        then(coords);
      },
      (problem) => done(WHY[problem.code] ?? WHY[2]),
      // A minute old is near enough for a walk, and quicker.
      { enableHighAccuracy: true, timeout: SECONDS * 1000, maximumAge: 60_000 },
    );
  };

  // The list nearest first: [data-nearby] is what a new answer replaces.
  const place = () => document.querySelector("[data-nearby]");
  const prepare = () => {
    const button = place()?.querySelector("[data-locate]");
    if (button) button.hidden = false;
    return button;
  };
  const nearest = () => {
    const button = prepare();
    if (!button) return;
    const form = button.form;
    locate(button, form.querySelector("[role=status]"), ({ latitude, longitude }) => {
      form.elements.latitude.value = latitude.toFixed(4);
      form.elements.longitude.value = longitude.toFixed(4);
      form.requestSubmit();
    });
  };
  const fetchInto = async (form, given) => {
    const query = new URLSearchParams([...given].filter(([name, text]) => text && !PASSING.includes(name)));
    const address = location.pathname + (query.size ? `?${query}` : "");
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(given) });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-nearby]");
    history.replaceState(null, "", address + HASH);
    place().replaceWith(fresh);
    prepare();
    fresh.focus({ preventScroll: true });
    if (given.has("after") || given.has("before")) fresh.scrollIntoView();
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-nearby] [data-locate]")) nearest();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.closest("[data-nearby]") || !form.elements.latitude) return;
    event.preventDefault();
    // Whatever goes wrong on the way: sent as a form, the page says what it was.
    fetchInto(form, new FormData(form, event.submitter)).catch(() => form.submit());
  });
  prepare();
  if (location.hash === HASH) nearest();

  // A station's own position, while somebody stands in it.
  const here = document.querySelector("[data-here]");
  if (here) {
    here.hidden = false;
    const button = here.querySelector("button");
    const note = here.querySelector("[role=status]");
    button.addEventListener("click", () => {
      locate(button, note, ({ latitude, longitude, accuracy }) => {
        document.getElementById("id_latitude").value = latitude.toFixed(6);
        document.getElementById("id_longitude").value = longitude.toFixed(6);
        note.textContent = `已填好，误差大约${Math.round(accuracy)}米`;
      });
    });
  }
})();
