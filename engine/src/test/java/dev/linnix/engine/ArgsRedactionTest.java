package dev.linnix.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.ImageFlyweight;
import dev.linnix.engine.record.ImageRecord;
import dev.linnix.engine.record.RecordFlags;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Do records hold no credential once they are redacted, and all else as it was? */
class ArgsRedactionTest {
    private static final String OLD = "old-secret";

    private final ArgsRedaction redaction = new ArgsRedaction();
    private final MemorySegment segment = Arena.ofAuto().allocate(4096, 8);
    private final ExecRecord exec = new ExecRecord();
    private final ImageRecord row = new ImageRecord();

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /** An image as the kernel writes it: behind its ends is what lay there before. */
    private void put(ImageFlyweight image, String path, String args) {
        image.path(bytes(OLD.repeat(40))).args(bytes(OLD.repeat(40)));
        MemorySegment.copy(bytes(path), 0, segment, ValueLayout.JAVA_BYTE, image.pathOffset(), path.length());
        MemorySegment.copy(bytes(args), 0, segment, ValueLayout.JAVA_BYTE, image.argsOffset(), args.length());
        long lengths = image.pathOffset() - 16;
        segment.set(ValueLayout.JAVA_SHORT_UNALIGNED, lengths, (short) path.length());
        segment.set(ValueLayout.JAVA_SHORT_UNALIGNED, lengths + 2, (short) args.length());
        image.set(3, RecordFlags.ARGS_CUT);
    }

    private void putExec(String path, String args) {
        exec.begin(segment, 8, 77);
        exec.pid(5).startNs(6).comm(bytes("name"));
        put(exec.image(), path, args);
    }

    private String redactedArgs() {
        redaction.redactRecord(segment, 8);
        exec.wrap(segment, 8);
        return new String(exec.image().args(), ISO_8859_1);
    }

    private String everything() {
        return new String(segment.toArray(ValueLayout.JAVA_BYTE), ISO_8859_1);
    }

    @Test
    void theArgumentsOfAnExecAreRedactedInPlace() {
        putExec("app\0bin\0", "app\0--token=hunter2\0-v\0");

        assertThat(redactedArgs()).isEqualTo("app\0--token=\u001a\0-v\0");
        assertThat(everything()).doesNotContain("hunter2").doesNotContain("secret");
        ExecRecord expected = new ExecRecord();
        MemorySegment other = Arena.ofAuto().allocate(4096, 8);
        expected.begin(other, 8, 77);
        expected.pid(5).startNs(6).comm(bytes("name"));
        expected.image()
                .set(3, RecordFlags.ARGS_CUT)
                .path(bytes("app\0bin\0"))
                .args(bytes("app\0--token=\u001a\0-v\0"));
        assertThat(segment.mismatch(other)).isEqualTo(-1);
    }

    @Test
    void whatLiesBehindTheEndIsClearedWhenNothingIsHidden() {
        putExec("app\0", "app\0-v\0");

        assertThat(redactedArgs()).isEqualTo("app\0-v\0");
        assertThat(everything()).doesNotContain("secret").doesNotContain("old-");
        redaction.redactRecord(segment, 8);
        assertThat(exec.image().hash()).isEqualTo(imageOf("app\0", "app\0-v\0").hash());
    }

    private static ImageFlyweight imageOf(String path, String args) {
        ExecRecord record = new ExecRecord();
        record.begin(Arena.ofAuto().allocate(record.layout().size(), 8), 0, 1);
        return record.image().set(3, RecordFlags.ARGS_CUT).path(bytes(path)).args(bytes(args));
    }

    @Test
    void theArgumentsOfAnImageRowAreRedactedInPlace() {
        row.begin(segment, 16, 77);
        put(row.image(), "app\0", "app\0--token\0hunter2");
        redaction.redactRecord(segment, 16);

        row.wrap(segment, 16);
        assertThat(row.image().args()).isEqualTo(bytes("app\0--token\0\u001a"));
        assertThat(row.image().pathLength()).isEqualTo(4);
        assertThat(everything()).doesNotContain("hunter2").doesNotContain("secret");
    }

    @Test
    void whatIsRememberedIsToldFromWhatIsLikeIt() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 2000; i++) {
                putExec("app\0", "app\0--token=" + i + "\0" + i);
                assertThat(redactedArgs()).isEqualTo("app\0--token=\u001a\0" + i);
            }
            // words are filled up with NUL, so only the length tells these apart
            putExec("app\0", "app");
            assertThat(redactedArgs()).isEqualTo("app");
            putExec("app\0", "app\0");
            assertThat(redactedArgs()).isEqualTo("app\0");
        }
    }

    @Test
    void otherRecordsStayAsTheyAre() {
        ForkRecord fork = new ForkRecord();
        fork.begin(segment, 0, 77);
        fork.comm(bytes("--token=hunter2"));
        byte[] before = segment.toArray(ValueLayout.JAVA_BYTE);
        redaction.redactRecord(segment, 0);

        assertThat(segment.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(before);
    }

    @Test
    void ofARecordTooShortToBeReadTheHeaderIsLeft() {
        putExec("app\0", "app\0--token=hunter2");
        int length = exec.layout().size() - 8;
        segment.set(ValueLayout.JAVA_INT_UNALIGNED, 8 + 12, length);
        segment.set(ValueLayout.JAVA_LONG, 8 + length, 42);
        redaction.redactRecord(segment, 8);

        assertThat(Flyweight.length(segment, 8)).isEqualTo(length);
        assertThat(Flyweight.timeNs(segment, 8)).isEqualTo(77);
        assertThat(segment.asSlice(8 + 16, length - 16).mismatch(Arena.ofAuto().allocate(length - 16)))
                .isEqualTo(-1);
        assertThat(segment.get(ValueLayout.JAVA_LONG, 8 + length)).isEqualTo(42);
    }
}
