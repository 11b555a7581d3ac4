// How many tiles of two pictures differ by more than smoothed edges do: a tile is 8 x 8 px, told by its mean colour.
async ([before, after]) => {
  const tile = 8;
  const pixels = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    const canvas = new OffscreenCanvas(Math.ceil(bitmap.width / tile), Math.ceil(bitmap.height / tile));
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return { width: bitmap.width, height: bitmap.height, data: context.getImageData(0, 0, canvas.width, canvas.height).data };
  };
  const [a, b] = [await pixels(before), await pixels(after)];
  if (a.width !== b.width || a.height !== b.height) return -1;
  let different = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    const far = Math.max(Math.abs(a.data[at] - b.data[at]), Math.abs(a.data[at + 1] - b.data[at + 1]), Math.abs(a.data[at + 2] - b.data[at + 2]));
    different += far > 28 ? 1 : 0;
  }
  return different;
}
