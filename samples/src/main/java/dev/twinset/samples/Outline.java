package dev.twinset.samples;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Draws an outline with a pen, in units of a hundredth of the picture's side; x = 50 is the axis of symmetry. */
final class Outline {
    private static final AffineTransform MIRROR = new AffineTransform(-1, 0, 0, 1, 100, 0);

    private record Curve(double controlX, double controlY, double x, double y) {}

    private final double startX;
    private final double startY;
    private final List<Curve> curves = new ArrayList<>();

    private Outline(double x, double y) {
        this.startX = x;
        this.startY = y;
    }

    static Outline at(double x, double y) {
        return new Outline(x, y);
    }

    Outline to(double x, double y) {
        Curve last = last();
        return curve((last.x + x) / 2, (last.y + y) / 2, x, y);
    }

    Outline curve(double controlX, double controlY, double x, double y) {
        curves.add(new Curve(controlX, controlY, x, y));
        return this;
    }

    Shape open() {
        return path();
    }

    Shape closed() {
        Path2D path = path();
        path.closePath();
        return path;
    }

    /** The outline from the axis round the right and back to the axis, closed by its mirror image. */
    Shape symmetric() {
        Path2D path = path();
        for (int i = curves.size() - 1; i >= 0; i--) {
            Curve curve = curves.get(i);
            Curve before = i == 0 ? new Curve(startX, startY, startX, startY) : curves.get(i - 1);
            path.quadTo(100 - curve.controlX, curve.controlY, 100 - before.x, before.y);
        }
        path.closePath();
        return path;
    }

    static Shape mirror(Shape shape) {
        return MIRROR.createTransformedShape(shape);
    }

    static Shape turned(Shape shape, double degrees, double x, double y) {
        return AffineTransform.getRotateInstance(Math.toRadians(degrees), x, y).createTransformedShape(shape);
    }

    static Shape moved(Shape shape, double x, double y) {
        return AffineTransform.getTranslateInstance(x, y).createTransformedShape(shape);
    }

    static Shape box(double left, double top, double right, double bottom, double corner) {
        return new RoundRectangle2D.Double(left, top, right - left, bottom - top, corner, corner);
    }

    static Shape oval(double x, double y, double radiusX, double radiusY) {
        return new Ellipse2D.Double(x - radiusX, y - radiusY, 2 * radiusX, 2 * radiusY);
    }

    static Shape line(double fromX, double fromY, double toX, double toY) {
        return new Line2D.Double(fromX, fromY, toX, toY);
    }

    static Shape arc(double fromX, double fromY, double controlX, double controlY, double toX, double toY) {
        return new QuadCurve2D.Double(fromX, fromY, controlX, controlY, toX, toY);
    }

    private Curve last() {
        return curves.isEmpty() ? new Curve(startX, startY, startX, startY) : curves.get(curves.size() - 1);
    }

    private Path2D path() {
        Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
        path.moveTo(startX, startY);
        for (Curve curve : curves) {
            path.quadTo(curve.controlX, curve.controlY, curve.x, curve.y);
        }
        return path;
    }
}
