package dev.twinset.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {
    @Test
    void writesRedGreenBlueFromThePositionGiven() throws Exception {
        BufferedImage image = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 40; x++) {
                image.setRGB(x, y, 0x0A141E);
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        byte[] rgb = new byte[1 + 4 * 4 * 3];
        try (ImageDecoder decoder = new ImageDecoder(4, ImageLimits.DEFAULT)) {
            decoder.decode(png.toByteArray(), rgb, 1);
        }
        assertThat(rgb[0]).isZero();
        for (int i = 1; i < rgb.length; i += 3) {
            assertThat(new byte[] {rgb[i], rgb[i + 1], rgb[i + 2]}).containsExactly(10, 20, 30);
        }
    }
}
