// Where the phone stands, asked for by a press only, rounded to ten metres, put into hidden fields
// of a POST and kept nowhere: not in the address line, not in the browser's storage.
(() => {
  const SECONDS = 12;
  const why = {
    1: "没有得到位置的许可。可以在浏览器设置里打开，或者先按区县看。",
    2: "这会儿定不到位。到开阔一点的地方再试，或者先按区县看。",
    3: "定位太久没有回音，请再试一次，或者先按区县看。",
  };
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
      (problem) => done(why[problem.code] ?? why[2]),
      // A minute old is near enough for a walk, and quicker.
      { enableHighAccuracy: true, timeout: SECONDS * 1000, maximumAge: 60_000 },
    );
  };
  // Without https, or in an old browser, there is nothing to press.
  if (!navigator.geolocation || !window.isSecureContext) return;

  // The list nearest first.
  const near = document.querySelector("form[data-near]");
  if (near) {
    const button = near.querySelector("[data-locate]");
    const note = near.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", () => {
      locate(button, note, ({ latitude, longitude }) => {
        near.elements.latitude.value = latitude.toFixed(4);
        near.elements.longitude.value = longitude.toFixed(4);
        near.requestSubmit();
      });
    });
  }

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
