package io.kakuremichi.control.browser;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/** Writes a picture of a page, which has few colours, with a palette of the 256 that are most frequent. */
final class SmallPng {
    private static final int COLORS = 256;

    private SmallPng() {}

    static void write(byte[] png, Path file) throws IOException {
        var picture = ImageIO.read(new ByteArrayInputStream(png));
        var pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        var palette = palette(pixels);
        var small = new BufferedImage(
                picture.getWidth(),
                picture.getHeight(),
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, palette.length, palette, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE));
        var nearest = new HashMap<Integer, Integer>();
        var indexes = new int[pixels.length];
        for (var i = 0; i < pixels.length; i++) {
            indexes[i] = nearest.computeIfAbsent(pixels[i], color -> nearest(color, palette));
        }
        small.getRaster().setPixels(0, 0, small.getWidth(), small.getHeight(), indexes);
        save(small, file);
    }

    private static int[] palette(int[] pixels) {
        var counts = new HashMap<Integer, Integer>();
        for (var pixel : pixels) {
            counts.merge(pixel, 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(COLORS)
                .mapToInt(Map.Entry::getKey)
                .toArray();
    }

    private static int nearest(int color, int[] palette) {
        var best = 0;
        for (var i = 1; i < palette.length; i++) {
            if (distance(color, palette[i]) < distance(color, palette[best])) {
                best = i;
            }
        }
        return best;
    }

    private static int distance(int one, int other) {
        var red = (one >> 16 & 255) - (other >> 16 & 255);
        var green = (one >> 8 & 255) - (other >> 8 & 255);
        var blue = (one & 255) - (other & 255);
        return red * red + green * green + blue * blue;
    }

    private static void save(BufferedImage picture, Path file) throws IOException {
        Files.deleteIfExists(file);
        var writer = ImageIO.getImageWritersByFormatName("png").next();
        try (var output = ImageIO.createImageOutputStream(file.toFile())) {
            var settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(0);
            writer.setOutput(output);
            writer.write(null, new IIOImage(picture, null, null), settings);
        } finally {
            writer.dispose();
        }
    }
}
