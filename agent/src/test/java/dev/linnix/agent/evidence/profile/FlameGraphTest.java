package dev.linnix.agent.evidence.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Does the picture show the stacks, and is it a picture whatever they are called? */
final class FlameGraphTest {
    private static Document draw(List<Profile.Stack> stacks) throws Exception {
        String svg = FlameGraph.svg("A <title>", "& more", stacks);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> boxes(Document svg) {
        NodeList groups = svg.getElementsByTagName("g");
        List<String> boxes = new ArrayList<>();
        for (int i = 0; i < groups.getLength(); i++) {
            Element group = (Element) groups.item(i);
            Element box = (Element) group.getElementsByTagName("rect").item(0);
            boxes.add(String.format(
                    Locale.ROOT,
                    "%s at %s,%s width %s",
                    group.getElementsByTagName("title").item(0).getTextContent(),
                    box.getAttribute("x"),
                    box.getAttribute("y"),
                    box.getAttribute("width")));
        }
        return boxes;
    }

    @Test
    void aBoxIsAsWideAsItsSamplesAndLiesOnItsCaller() throws Exception {
        List<Profile.Stack> stacks = List.of(
                new Profile.Stack(List.of("p", "main"), 1),
                new Profile.Stack(List.of("p", "main", "a", "x"), 1),
                new Profile.Stack(List.of("p", "main", "b", "x"), 2));
        assertThat(boxes(draw(stacks)))
                .containsExactlyInAnyOrder(
                        "all: 4 samples, 100.0 % at 10.0,126 width 1180.0",
                        "p: 4 samples, 100.0 % at 10.0,109 width 1180.0",
                        "main: 4 samples, 100.0 % at 10.0,92 width 1180.0",
                        "a: 1 samples, 25.0 % at 305.0,75 width 295.0",
                        "x: 1 samples, 25.0 % at 305.0,58 width 295.0",
                        "b: 2 samples, 50.0 % at 600.0,75 width 590.0",
                        "x: 2 samples, 50.0 % at 600.0,58 width 590.0");
    }

    @Test
    void namesCannotBreakIt() throws Exception {
        List<Profile.Stack> stacks =
                List.of(new Profile.Stack(List.of("</svg><script>", "\"&'\u0001\ud800\uffff", "%s%n"), 1));
        Document svg = draw(stacks);
        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
        assertThat(boxes(svg)).anyMatch(box -> box.startsWith("</svg><script>: 1 samples"));
    }

    @Test
    void itStaysReadableHoweverManyStacksThereAre() throws Exception {
        List<Profile.Stack> stacks = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            List<String> names = new ArrayList<>();
            for (int depth = 0; depth < 20; depth++) names.add(String.format(Locale.ROOT, "f%04d_%d", i, depth));
            stacks.add(new Profile.Stack(names, 1));
        }
        assertThat(boxes(draw(stacks)).size()).isBetween(1, 8000);
        assertThat(FlameGraph.svg("t", "s", stacks)).isEqualTo(FlameGraph.svg("t", "s", stacks));
    }
}
