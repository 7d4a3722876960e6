package dev.linnix.agent.evidence.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Is the right function named, and is a file that lies about itself only an error with one sentence? */
@Timeout(120)
final class ElfFileTest {
    private static final int LOCAL = 0;
    private static final int GLOBAL = 1;
    private static final int WEAK = 2;

    private static String[] names(byte[] file, long... places) throws Exception {
        ElfFile elf = ElfFile.open(ElfImage.source(file));
        long[] addresses = new long[places.length];
        for (int i = 0; i < places.length; i++) addresses[i] = elf.address(ElfImage.CODE + places[i]);
        String[] names = new String[places.length];
        elf.name(addresses, names);
        return names;
    }

    private static ElfImage image() {
        return new ElfImage(false);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFunctionReachesAsFarAsItsSize(boolean dynamic) throws Exception {
        byte[] file = new ElfImage(dynamic)
                .function("second", ElfImage.ADDRESS + 0x20, 0x10, GLOBAL)
                .function("first", ElfImage.ADDRESS, 0x10, LOCAL)
                .bytes();
        assertThat(names(file, 0, 0xf, 0x10, 0x1f, 0x20, 0x2f, 0x30))
                .containsExactly("first", "first", null, null, "second", "second", null);
    }

    @Test
    void theInnermostFunctionIsTakenAndOfItsNamesTheMostPublic() throws Exception {
        byte[] file = image().function("outer", ElfImage.ADDRESS, 0x100, GLOBAL)
                .function("hidden", ElfImage.ADDRESS + 0x10, 0x10, LOCAL)
                .function("public", ElfImage.ADDRESS + 0x10, 0x10, GLOBAL)
                .function("weak", ElfImage.ADDRESS + 0x10, 0x10, WEAK)
                .bytes();
        assertThat(names(file, 0, 0x10, 0x20)).containsExactly("outer", "public", "outer");
    }

    @Test
    void aFunctionWithoutSizeReachesUpToTheNext() throws Exception {
        byte[] file = image().function("sized", ElfImage.ADDRESS + 0x20, 8, GLOBAL)
                .function("assembly", ElfImage.ADDRESS, 0, GLOBAL)
                .bytes();
        assertThat(names(file, 0, 0x1f, 0x20, 0x28)).containsExactly("assembly", "assembly", "sized", null);
    }

    @Test
    void whatIsNoFunctionOfTheFileIsLeftOut() throws Exception {
        byte[] file = image().symbol("variable", ElfImage.ADDRESS, 0x10, GLOBAL << 4 | 1, 1)
                .symbol("elsewhere", ElfImage.ADDRESS, 0x10, GLOBAL << 4 | 2, 0)
                .symbol("absolute", ElfImage.ADDRESS, 0x10, GLOBAL << 4 | 2, 0xfff1)
                .symbol("$x", ElfImage.ADDRESS, 0x10, LOCAL << 4, 1)
                .bytes();
        assertThat(names(file, 4)).containsExactly((String) null);
    }

    @Test
    void longNamesAreCutAndNamesAreMadeSafe() throws Exception {
        byte[] file = image().function("x".repeat(5000), ElfImage.ADDRESS, 8, GLOBAL)
                .function("a\nb", ElfImage.ADDRESS + 8, 8, GLOBAL)
                .bytes();
        assertThat(names(file, 0, 8)).containsExactly("x".repeat(256), "a\\x0ab");
    }

    @Test
    void theBuildIsTold() throws Exception {
        assertThat(ElfFile.open(ElfImage.source(image().bytes())).buildId()).isEqualTo("12345678");
        assertThat(ElfFile.open(ElfImage.source(image().bytes())).address(0x5000))
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, it does not begin as one",
        "4, 1, it is not of 64 bits",
        "5, 2, it is not little-endian",
        "54, 1, its program headers have 1 bytes instead of 56",
        "39, 127, its program headers lie outside",
        "47, 255, its section headers lie outside",
        "46, 1, its section headers lie outside",
        "61, 255, 'it has 65283 sections, more than 8192'",
    })
    void aWrongHeaderIsNamed(int at, int value, String why) throws Exception {
        byte[] file = image().bytes();
        file[at] = (byte) value;
        assertThatThrownBy(() -> ElfFile.open(ElfImage.source(file)))
                .isInstanceOf(IOException.class)
                .hasMessage("not readable as an ELF file: " + why);
    }

    @Test
    void aFileThatLiesIsNeverMoreThanAnError() {
        byte[] whole = image().function("first", ElfImage.ADDRESS, 0x10, GLOBAL)
                .function("second", ElfImage.ADDRESS + 0x10, 0, GLOBAL)
                .bytes();
        Random random = new Random(7);
        int sectionsAt = whole.length - 3 * 64;
        int errors = 0;
        for (int round = 0; round < 30_000; round++) {
            byte[] file = java.util.Arrays.copyOf(whole, round % 3 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int i = random.nextInt(8); i >= 0; i--) {
                int[] places = {random.nextInt(176), 0x200 + random.nextInt(20), sectionsAt + random.nextInt(192)};
                int at = places[random.nextInt(3)];
                if (at < file.length) file[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt(256));
            }
            try {
                names(file, 0, 5, 0x15, 0x500);
            } catch (IOException e) {
                errors++;
            } catch (Exception e) {
                throw new AssertionError("round " + round, e);
            }
        }
        assertThat(errors).isGreaterThan(1000);
    }

    @Test
    void manySymbolsThatReachEverywhereAreGivenUp() throws Exception {
        ElfImage image = image();
        for (int i = 0; i < 4000; i++) image.function("f", 0, -1, GLOBAL);
        long[] addresses = new long[20_000];
        for (int i = 0; i < addresses.length; i++) addresses[i] = i;
        String[] names = new String[addresses.length];
        ElfFile.open(ElfImage.source(image.bytes())).name(addresses, names);
        assertThat(names[0]).isEqualTo("f");
    }
}
