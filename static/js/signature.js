// Signing with a finger: strokes are kept in a square of 1000 and sent as plain numbers.
// Without this file the name is typed instead.
(() => {
  const box = document.querySelector("[data-sign]");
  if (!box) return;
  const SIDE = 1000, STROKES = 100, POINTS = 4000;
  const pad = box.querySelector("canvas");
  const field = box.querySelector("input[type=hidden]");
  const pen = pad.getContext("2d");
  let strokes = [], drawing = null;

  box.hidden = false;
  for (const word of document.querySelectorAll("[data-typed]")) word.hidden = true;
  for (const word of document.querySelectorAll("[data-drawn]")) word.hidden = false;

  const keep = () => {
    field.value = strokes.length ? JSON.stringify(strokes) : "";
  };
  const line = (points) => {
    const place = ([x, y]) => [(x * pad.width) / SIDE, (y * pad.height) / SIDE];
    pen.beginPath();
    pen.moveTo(...place(points[0]));
    for (const point of points.length > 1 ? points.slice(1) : points) pen.lineTo(...place(point));
    pen.stroke();
  };
  const draw = () => {
    const dots = window.devicePixelRatio || 1;
    pad.width = Math.round(pad.clientWidth * dots);
    pad.height = Math.round(pad.clientHeight * dots);
    pen.lineWidth = 3 * dots;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = getComputedStyle(pad).color;
    strokes.forEach(line);
  };
  const bounded = (share) => Math.min(SIDE, Math.max(0, Math.round(share * SIDE)));
  const point = (event) => {
    const edge = pad.getBoundingClientRect();
    return [bounded((event.clientX - edge.left) / edge.width), bounded((event.clientY - edge.top) / edge.height)];
  };
  const full = () => strokes.length >= STROKES || strokes.reduce((sum, each) => sum + each.length, 0) >= POINTS;

  pad.addEventListener("pointerdown", (event) => {
    if (full()) return;
    event.preventDefault();
    pad.setPointerCapture(event.pointerId);
    drawing = [point(event)];
    strokes.push(drawing);
    line(drawing);
  });
  pad.addEventListener("pointermove", (event) => {
    if (!drawing || full()) return;
    const next = point(event), last = drawing[drawing.length - 1];
    // A few units apart: as smooth to the eye, and a third of the numbers.
    if (Math.hypot(next[0] - last[0], next[1] - last[1]) < 6) return;
    drawing.push(next);
    line([last, next]);
  });
  const lift = () => {
    drawing = null;
    keep();
  };
  pad.addEventListener("pointerup", lift);
  pad.addEventListener("pointercancel", lift);
  box.querySelector("[data-clear]").addEventListener("click", () => {
    strokes = [];
    keep();
    draw();
  });
  window.addEventListener("resize", draw);

  // Back with an error somewhere else: what was signed is still there.
  try {
    strokes = JSON.parse(field.value || "[]");
  } catch {
    strokes = [];
  }
  draw();
})();
