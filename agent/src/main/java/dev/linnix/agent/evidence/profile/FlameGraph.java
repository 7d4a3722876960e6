package dev.linnix.agent.evidence.profile;

import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/**
 * Draws stacks as a flame graph in SVG: one box for each frame, above its caller, as wide as it has samples. The file needs
 * nothing else: no script, no font of its own; what a box is called in full its tooltip says. The same stacks give the same
 * file.
 */
final class FlameGraph {
    private static final double WIDTH = 1180;
    private static final int MARGIN = 10;
    private static final int ROW = 17;
    private static final int TOP = 58;
    private static final double CHARACTER = 6.7; // of the font at 11 px, a little more than it is in most
    private static final int MOST_BOXES = 8000;
    private static final double NARROWEST = 0.3;

    private record Box(String name, int depth, long from, long to) {}

    private final List<Profile.Stack> stacks;
    private final long total;
    private final StringBuilder svg = new StringBuilder();
    private final Formatter out = new Formatter(svg, Locale.ROOT);

    private FlameGraph(List<Profile.Stack> stacks) {
        this.stacks = stacks;
        this.total = stacks.stream().mapToLong(Profile.Stack::count).sum();
    }

    /**
     * {@return the picture}
     *
     * @param stacks in the order of their names, at least one
     */
    static String svg(String title, String subtitle, List<Profile.Stack> stacks) {
        return new FlameGraph(stacks).draw(title, subtitle);
    }

    private String draw(String title, String subtitle) {
        double narrowest = NARROWEST;
        List<Box> boxes = boxes(narrowest);
        while (boxes.size() > MOST_BOXES) boxes = boxes(narrowest *= 2);
        int deepest = boxes.stream().mapToInt(Box::depth).max().orElse(0);
        int height = TOP + (deepest + 1) * ROW + MARGIN;
        out.format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>%n");
        out.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%d\" viewBox=\"0 0 %.0f %d\">%n",
                WIDTH + 2 * MARGIN, height, WIDTH + 2 * MARGIN, height);
        out.format(
                "<style>text{font:11px monospace;fill:#000}rect{stroke:#fff;stroke-width:.5}g:hover rect{stroke:#000}</style>%n");
        out.format("<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n");
        out.format("<text x=\"%d\" y=\"20\" style=\"font-size:15px\">%s</text>%n", MARGIN, escape(title));
        out.format("<text x=\"%d\" y=\"38\">%s</text>%n", MARGIN, escape(subtitle));
        for (Box box : boxes) draw(box, height - MARGIN - (box.depth() + 1) * ROW);
        out.format("</svg>%n");
        return svg.toString();
    }

    /** {@return boxes at least so many pixels wide; neighbours under one caller that have one name are one} */
    private List<Box> boxes(double narrowest) {
        List<Box> boxes = new ArrayList<>();
        List<String> open = new ArrayList<>();
        List<Long> since = new ArrayList<>();
        long at = 0;
        add(open, since, "all", 0);
        for (Profile.Stack stack : stacks) {
            int same = 0;
            while (same < stack.names().size()
                    && same + 1 < open.size()
                    && stack.names().get(same).equals(open.get(same + 1))) same++;
            close(boxes, open, since, same + 1, at, narrowest);
            for (String name : stack.names().subList(same, stack.names().size())) add(open, since, name, at);
            at += stack.count();
        }
        close(boxes, open, since, 0, at, narrowest);
        return boxes;
    }

    private static void add(List<String> open, List<Long> since, String name, long at) {
        open.add(name);
        since.add(at);
    }

    private void close(List<Box> boxes, List<String> open, List<Long> since, int downTo, long at, double narrowest) {
        while (open.size() > downTo) {
            String name = open.removeLast();
            long from = since.removeLast();
            if (place(at) - place(from) >= narrowest) boxes.add(new Box(name, open.size(), from, at));
        }
    }

    private double place(long samples) {
        return total == 0 ? 0 : WIDTH * samples / total;
    }

    private void draw(Box box, int y) {
        double x = MARGIN + place(box.from());
        double width = place(box.to()) - place(box.from());
        long count = box.to() - box.from();
        int fits = (int) ((width - 6) / CHARACTER);
        String name = box.name();
        out.format(
                "<g><title>%s: %d samples, %.1f %%</title>", escape(name), count, 100.0 * count / Math.max(1, total));
        out.format(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                x, y, width, ROW - 1, colour(name));
        if (fits >= 3) {
            String text = name.length() <= fits ? name : name.substring(0, fits - 2) + "..";
            out.format("<text x=\"%.1f\" y=\"%d\">%s</text>", x + 3, y + 12, escape(text));
        }
        out.format("</g>%n");
    }

    /** Blue for the kernel, green for what was compiled at run time, grey for what is no function, else warm. */
    private static String colour(String name) {
        int hash = name.hashCode() * 0x9e3779b1;
        int shade = hash >>> 27; // 0 to 31
        int hue;
        if (name.startsWith("[") || name.equals("all")) return "hsl(0,0%," + (82 + shade / 8) + "%)";
        if (name.endsWith("_[k]")) hue = 205 + shade / 2;
        else if (name.endsWith("_[j]")) hue = 95 + shade;
        else hue = 12 + shade;
        return "hsl(" + hue + ",75%," + (64 + (hash >>> 22 & 7)) + "%)";
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isXml(c) ? c : '?');
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(int c) {
        return c >= 0x20 && (c < 0xd800 || c > 0xdfff) && c != 0xfffe && c != 0xffff;
    }
}
