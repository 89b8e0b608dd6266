package dev.twinset.samples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.Paint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** A white photograph of a product in one material with one trim, lit from the upper left. For one thread. */
final class Canvas {
    /** Pixels along the picture's side. */
    static final int SIDE = 224;

    private static final Color PAPER = Color.WHITE;

    private final BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    private final Graphics2D graphics = image.createGraphics();
    private final Paint material;
    private final Color base;
    private final Color trim;

    /**
     * @param base the material's main colour
     * @param trim the colour of collars, soles and the like
     */
    Canvas(Paint material, Color base, Color trim) {
        this.material = material;
        this.base = base;
        this.trim = trim;
        graphics.setColor(PAPER);
        graphics.fillRect(0, 0, SIDE, SIDE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.scale(SIDE / 100.0, SIDE / 100.0);
    }

    /** Everything drawn from here on is so placed: turned and scaled about the middle, then moved. */
    void place(double degrees, double scale, double moveX, double moveY, boolean mirrored) {
        graphics.translate(50 + moveX, 50 + moveY);
        graphics.rotate(Math.toRadians(degrees));
        graphics.scale(mirrored ? -scale : scale, scale);
        graphics.translate(-50, -50);
    }

    Color base() {
        return base;
    }

    Color trim() {
        return trim;
    }

    /** A part of the product's own material. */
    void cloth(Shape shape) {
        part(shape, material, base);
    }

    /** A part in the trim's colour. */
    void trimming(Shape shape) {
        part(shape, trim, trim);
    }

    /** A part in a colour of its own. */
    void part(Shape shape, Color colour) {
        part(shape, colour, colour);
    }

    /** A stone or a bead: a part with a glint. */
    void gem(Shape shape, Color colour) {
        part(shape, colour);
        Rectangle2D bounds = shape.getBounds2D();
        double glint = bounds.getWidth() * 0.16;
        gleam(
                new Ellipse2D.Double(
                        bounds.getCenterX() - 2 * glint, bounds.getCenterY() - 2 * glint, 2 * glint, 2 * glint),
                0.6);
    }

    /** The product's material from within, as at the back of a neck. */
    void inside(Shape shape) {
        fill(shape, Shade.darker(base, 0.42));
        stroke(shape, Shade.darker(base, 0.6), 0.4f);
    }

    void fill(Shape shape, Color colour) {
        graphics.setPaint(colour);
        graphics.fill(shape);
    }

    /** A soft darkening, such as a fold. */
    void dim(Shape shape, double opacity) {
        fill(shape, Shade.translucent(Color.BLACK, opacity));
    }

    /** A soft lightening, such as a reflection. */
    void gleam(Shape shape, double opacity) {
        fill(shape, Shade.translucent(Color.WHITE, opacity));
    }

    /** A sewn line in the material: darker than it, lighter on what is almost black. */
    void seam(Shape line) {
        stroke(line, ink(base), 0.55f);
    }

    void stitches(Shape line, Color thread) {
        graphics.setStroke(
                new BasicStroke(0.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {1.4f, 0.9f}, 0));
        graphics.setPaint(thread);
        graphics.draw(line);
    }

    /** A band that follows a line, such as a strap. */
    void band(Shape line, Color colour, double width) {
        float wide = (float) width;
        stroke(line, Shade.darker(colour, 0.45), wide + 0.7f);
        stroke(line, colour, wide);
        stroke(line, Shade.translucent(Color.WHITE, 0.2), wide * 0.3f);
    }

    void stroke(Shape line, Color colour, float width) {
        graphics.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setPaint(colour);
        graphics.draw(line);
    }

    /** What is drawn by {@code drawing} shows only within {@code shape}; its edge is not smoothed. */
    void within(Shape shape, Runnable drawing) {
        Shape before = graphics.getClip();
        graphics.clip(shape);
        drawing.run();
        graphics.setClip(before);
    }

    BufferedImage finished() {
        graphics.dispose();
        return image;
    }

    private void part(Shape shape, Paint paint, Color colour) {
        graphics.setPaint(paint);
        graphics.fill(shape);
        graphics.setPaint(light(shape.getBounds2D()));
        graphics.fill(shape);
        stroke(shape, Shade.translucent(ink(colour), 0.75), 0.5f);
    }

    private static Paint light(Rectangle2D bounds) {
        return new LinearGradientPaint(
                new Point2D.Double(bounds.getMinX() - 0.01, bounds.getMinY()),
                new Point2D.Double(bounds.getMaxX() + 0.01, bounds.getMinY() + 0.25 * bounds.getHeight()),
                new float[] {0, 0.14f, 0.4f, 0.68f, 1},
                new Color[] {
                    Shade.translucent(Color.BLACK, 0.16),
                    Shade.translucent(Color.BLACK, 0.02),
                    Shade.translucent(Color.WHITE, 0.15),
                    Shade.translucent(Color.BLACK, 0.03),
                    Shade.translucent(Color.BLACK, 0.24)
                });
    }

    private static Color ink(Color colour) {
        return Shade.lightness(colour) < 0.22 ? Shade.lighter(colour, 0.3) : Shade.darker(colour, 0.42);
    }
}
