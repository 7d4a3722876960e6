package dev.linnix.agent.evidence.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Are the texts that say what lies where read as they are meant, whatever else stands in them? */
final class MapsTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MemoryMap map(String text) {
        MemoryMap.Parser parser = new MemoryMap.Parser();
        for (byte b : bytes(text)) parser.write(b); // the smallest pieces there are
        return parser.map();
    }

    @Test
    void executableMappingsAreKept() {
        MemoryMap map = map("""
                7ffd5a000000-7ffd5a002000 r-xp 00000000 00:00 0                          [vdso]
                55d0c0a00000-55d0c0a01000 r--p 00000000 fe:00 1234                       /usr/bin/x
                55d0c0a01000-55d0c0a03000 r-xp 00001000 fe:00 1234                       /usr/bin/x y (deleted)
                7f0000000000-7f0000001000 rwxp 00000000 00:00 0\s
                ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
                """);
        assertThat(map.mappings()).hasSize(4);
        assertThat(map.find(0x55d0c0a02fffL))
                .isEqualTo(new MemoryMap.Mapping(
                        0x55d0c0a01000L, 0x55d0c0a03000L, 0x1000, 1234, "/usr/bin/x y (deleted)"));
        assertThat(map.find(0x55d0c0a03000L)).isNull();
        assertThat(map.find(0x7f0000000000L).path()).isEmpty();
        assertThat(map.find(0x7f0000000000L).isFile()).isFalse();
        assertThat(map.find(0xffffffffff600001L).path()).isEqualTo("[vsyscall]");
        assertThat(map.find(0)).isNull();
    }

    @Test
    void linesThatAreNoneAreLeftOut() {
        assertThat(map("\n-\nx-y r-xp\n1-2 r-xp\n1-2 r-xp 0\n1-2 r-xp 0 0\n1-2 r-xp 0 0 z w\n1-2 r-x")
                        .mappings())
                .isEmpty();
    }

    @Test
    void codeMadeAtRunTimeIsNamedByTheLastLineThatCoversIt() {
        long[] addresses = {0x1000, 0x1fff, 0x2000, 0x3000, 0xffff800000000000L};
        String[] names = new String[addresses.length];
        PerfMap map = new PerfMap(addresses, names);
        map.write(
                bytes("1000 1000 old\n0x1800 0x800 int Foo.bar(int, java.lang.String)\n3000 0 empty\n3000 -1 no\n"
                        + "3000\n3000 10\n\nffff800000000000 10 high\n1000 10 new\\\n" + "2fff 1 " + "y".repeat(9000)),
                0,
                110 + 58);
        map.close();
        assertThat(names).startsWith("new\\\\", "int Foo.bar(int, java.lang.String)", null, null, "high");
    }

    @Test
    void endlessLinesAreCut() {
        String[] names = new String[1];
        try (PerfMap map = new PerfMap(new long[] {0x1000}, names)) {
            byte[] line = bytes("1000 10 " + "z".repeat(100_000));
            map.write(line, 0, line.length);
        }
        assertThat(names[0]).hasSize(504);
    }
}
