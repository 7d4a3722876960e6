package dev.linnix.agent.evidence.profile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A small ELF file made by hand: one loaded segment, a build id, a table of symbols and their names. */
final class ElfImage {
    /** Where in the file the code lies, and at which address. */
    static final long CODE = 0x1000;

    static final long ADDRESS = 0x401000;

    private final ByteArrayOutputStream names = new ByteArrayOutputStream();
    private final ByteArrayOutputStream symbols = new ByteArrayOutputStream();
    private final boolean dynamic;

    ElfImage(boolean dynamic) {
        this.dynamic = dynamic;
        names.write(0);
        symbols.writeBytes(new byte[SymbolScan.ENTRY]);
    }

    /** Adds a function. */
    ElfImage function(String name, long address, long size, int binding) {
        return symbol(name, address, size, binding << 4 | 2, 1);
    }

    ElfImage symbol(String name, long address, long size, int info, int section) {
        ByteBuffer entry = ByteBuffer.allocate(SymbolScan.ENTRY).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(names.size()).put((byte) info).put((byte) 0).putShort((short) section);
        entry.putLong(address).putLong(size);
        symbols.writeBytes(entry.array());
        names.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        names.write(0);
        return this;
    }

    byte[] bytes() {
        int symbolsAt = 0x3000;
        int namesAt = symbolsAt + symbols.size();
        int sectionsAt = namesAt + names.size();
        ByteBuffer file = ByteBuffer.allocate(sectionsAt + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1);
        file.putLong(32, 64).putLong(40, sectionsAt);
        file.putShort(54, (short) 56)
                .putShort(56, (short) 2)
                .putShort(58, (short) 64)
                .putShort(60, (short) 3);
        segment(file, 64, 1, CODE, ADDRESS, 0x1000);
        segment(file, 120, 4, 0x200, 0, 20);
        file.putInt(0x200, 4)
                .putInt(0x204, 4)
                .putInt(0x208, 3)
                .putInt(0x20c, 0x554e47)
                .putInt(0x210, 0x78563412);
        file.put(symbolsAt, symbols.toByteArray()).put(namesAt, names.toByteArray());
        section(file, sectionsAt + 64, dynamic ? 11 : 2, symbolsAt, symbols.size(), 2, SymbolScan.ENTRY);
        section(file, sectionsAt + 128, 3, namesAt, names.size(), 0, 0);
        return file.array();
    }

    private static void segment(ByteBuffer file, int at, int type, long offset, long address, long size) {
        file.putInt(at, type).putLong(at + 8, offset).putLong(at + 16, address).putLong(at + 32, size);
    }

    private static void section(ByteBuffer file, int at, int type, long offset, long size, int link, long entry) {
        file.putInt(at + 4, type).putLong(at + 24, offset).putLong(at + 32, size);
        file.putInt(at + 40, link).putLong(at + 56, entry);
    }

    /** {@return a file of these bytes, handed over in pieces of uneven size} */
    static ByteSource source(byte[] file) {
        return (offset, length, to) -> {
            long end = Math.min(file.length, offset + length);
            int piece = 1;
            for (long at = offset; at < end; at += piece) {
                piece = (int) Math.min(end - at, piece * 7 % 1009 + 1);
                to.write(file, (int) at, piece);
            }
        };
    }
}
