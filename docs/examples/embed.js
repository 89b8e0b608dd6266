// The feature of a picture: node embed.js model.onnx picture.png MEAN STD (needs onnxruntime-node and sharp).
// MEAN and STD as twinset export prints them, such as '[0.86, 0.84, 0.83]'. Sharp cannot be told by how much to
// reduce a JPEG while it is decoded, so that the feature of a large JPEG differs a little (cosine .99 and more).
const ort = require('onnxruntime-node');
const sharp = require('sharp');

async function feature([model, picture, mean, std]) {
  const session = await ort.InferenceSession.create(model);
  const side = session.inputMetadata[0].shape[2];
  const upright = sharp(picture).rotate().flatten({ background: 'white' }).toColourspace('srgb');
  const { data, info } = await upright.raw().toBuffer({ resolveWithObject: true });
  const [width, height] = [info.width / side, info.height / side];
  const pixels = new Float32Array(3 * side * side);
  for (let i = 0; i < pixels.length; i++) {
    const [channel, y, x] = [Math.floor(i / side / side), Math.floor(i / side) % side, i % side];
    let sum = 0;
    for (let row = Math.floor(y * height); row < (y + 1) * height; row++) {
      for (let column = Math.floor(x * width); column < (x + 1) * width; column++) {
        const high = Math.min(row + 1, (y + 1) * height) - Math.max(row, y * height);
        const wide = Math.min(column + 1, (x + 1) * width) - Math.max(column, x * width);
        sum += high * wide * data[(row * info.width + column) * info.channels + channel];
      }
    }
    pixels[i] = (Math.round(sum / width / height) / 255 - JSON.parse(mean)[channel]) / JSON.parse(std)[channel];
  }
  const image = new ort.Tensor('float32', pixels, [1, 3, side, side]);
  return (await session.run({ image }, ['feature'])).feature.data;
}

feature(process.argv.slice(2)).then((numbers) => console.log(...numbers));
