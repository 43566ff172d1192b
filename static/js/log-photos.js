// Photos go one by one after their activity, made smaller on the phone first. What came of it: the
// problems, in words.
(() => {
  const shrunk = async (file) => {
    try {
      const picture = await createImageBitmap(file);
      const ratio = Math.min(1, 2000 / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * ratio);
      canvas.height = Math.round(picture.height * ratio);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return await new Promise((done) => canvas.toBlob((blob) => done(blob || file), "image/jpeg", 0.85));
    } catch {
      return file; // What this browser cannot open, the server says in words.
    }
  };

  window.logPhotos = async (address, files, token) => {
    const problems = [];
    for (const [number, file] of files.entries()) {
      const body = new FormData();
      body.set("csrfmiddlewaretoken", token.get());
      body.set("photo", await shrunk(file), "photo.jpg");
      try {
        const response = await fetch(address, {
          method: "POST", body, headers: { "X-Requested-With": "XMLHttpRequest" },
        });
        const answer = response.ok ? {} : await response.json();
        if (!response.ok) problems.push(answer.errors?.photo || `第${number + 1}张没传上`);
      } catch {
        problems.push(`第${number + 1}张没传上`);
      }
    }
    return problems;
  };
})();
