package dev.linnix.agent.evidence.profile;

import dev.linnix.engine.KernelText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As much of an ELF file as it takes to name the functions some addresses lie in: 64 bits, little-endian. What the file
 * says of itself is not believed: each place and size is checked, tables are read as a stream, and what is wrong is an
 * {@link IOException} with one sentence. Confined to one thread.
 */
final class ElfFile {
    private static final int HEAD = 64 << 10;
    private static final int HEADER = 64;
    private static final int SEGMENT = 56;
    private static final int SECTION = 64;
    private static final int MOST_SECTIONS = 8192;
    private static final long MOST_TABLE = 256L << 20;

    private static final int PT_LOAD = 1;
    private static final int PT_NOTE = 4;
    private static final int SHT_SYMTAB = 2;
    private static final int SHT_DYNSYM = 11;
    private static final int SHT_STRTAB = 3;
    private static final int SHT_NOBITS = 8;
    private static final long SHF_COMPRESSED = 0x800;
    private static final int NT_GNU_BUILD_ID = 3;

    private record Segment(long offset, long size, long address) {}

    private record Section(int type, long flags, long offset, long size, int link, long entry) {}

    private final ByteSource source;
    private final ByteBuffer head;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private String buildId = "";

    private ElfFile(ByteSource source, byte[] head) {
        this.source = source;
        this.head = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads what a file says of itself.
     *
     * @throws IOException when it cannot be read, or is no ELF file of this kind
     */
    static ElfFile open(ByteSource source) throws IOException, InterruptedException {
        ElfFile file = new ElfFile(source, source.bytes(0, HEAD));
        file.readSegments();
        file.readSections();
        return file;
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) throw new IOException("not readable as an ELF file: " + otherwise);
    }

    private void readSegments() throws IOException {
        require(head.limit() >= HEADER && head.getInt(0) == 0x464c457f, "it does not begin as one");
        require(head.get(4) == 2, "it is not of 64 bits");
        require(head.get(5) == 1, "it is not little-endian");
        long at = head.getLong(32);
        int entry = Short.toUnsignedInt(head.getShort(54));
        int count = Short.toUnsignedInt(head.getShort(56));
        if (count == 0) return; // of a file that holds debug information only
        require(entry == SEGMENT, "its program headers have " + entry + " bytes instead of " + SEGMENT);
        require(at >= HEADER && at <= head.limit() - (long) count * SEGMENT, "its program headers lie outside");
        for (int i = 0; i < count; i++) {
            int header = (int) at + i * SEGMENT;
            long offset = head.getLong(header + 8);
            long size = head.getLong(header + 32);
            if (offset < 0 || size < 0 || offset + size < 0) continue;
            if (head.getInt(header) == PT_LOAD) segments.add(new Segment(offset, size, head.getLong(header + 16)));
            if (head.getInt(header) == PT_NOTE) readNotes(offset, size);
        }
    }

    private void readNotes(long offset, long size) {
        if (offset + size > head.limit()) return;
        int end = (int) (offset + size);
        int at = (int) offset;
        while (at + 12 <= end) {
            long name = Integer.toUnsignedLong(head.getInt(at));
            long length = Integer.toUnsignedLong(head.getInt(at + 4));
            long value = at + 12 + ((name + 3) & -4L);
            long next = value + ((length + 3) & -4L);
            if (next > end) return;
            boolean gnu = name == 4 && head.getInt(at + 12) == 0x554e47;
            if (gnu && head.getInt(at + 8) == NT_GNU_BUILD_ID && length >= 3 && length <= 64) {
                byte[] id = new byte[(int) length];
                head.get((int) value, id);
                buildId = HexFormat.of().formatHex(id);
            }
            at = (int) next;
        }
    }

    private void readSections() throws IOException, InterruptedException {
        long at = head.getLong(40);
        int entry = Short.toUnsignedInt(head.getShort(58));
        int count = Short.toUnsignedInt(head.getShort(60));
        if (at == 0 || count == 0) return; // it has been stripped of them
        require(entry == SECTION, "its section headers have " + entry + " bytes instead of " + SECTION);
        require(count <= MOST_SECTIONS, "it has " + count + " sections, more than " + MOST_SECTIONS);
        require(at > 0 && at + (long) count * SECTION > 0, "its section headers lie outside");
        ByteBuffer table = ByteBuffer.wrap(source.bytes(at, count * SECTION)).order(ByteOrder.LITTLE_ENDIAN);
        require(table.limit() == count * SECTION, "its section headers lie outside");
        for (int i = 0; i < count; i++) {
            int header = i * SECTION;
            sections.add(new Section(
                    table.getInt(header + 4),
                    table.getLong(header + 8),
                    table.getLong(header + 24),
                    table.getLong(header + 32),
                    table.getInt(header + 40),
                    table.getLong(header + 56)));
        }
    }

    /** {@return what tells builds apart, in hexadecimal; empty when it does not say} */
    String buildId() {
        return buildId;
    }

    /** {@return the address the linker gave to a byte of the file; -1 when it is not loaded} */
    long address(long offset) {
        for (Segment segment : segments) {
            if (offset >= segment.offset() && offset - segment.offset() < segment.size()) {
                return segment.address() + offset - segment.offset();
            }
        }
        return -1;
    }

    /** {@return whether it holds all symbols, not only those that other files need} */
    boolean hasAllSymbols() {
        return sections.stream().anyMatch(section -> section.type() == SHT_SYMTAB);
    }

    /**
     * Names the functions that addresses lie in, by all symbols where the file has them, else by the dynamic ones.
     *
     * @param addresses as the linker gave them, sorted as unsigned
     * @param names receives the name of each that has one; one that is there stays
     * @throws IOException when the file cannot be read or its tables are wrong
     */
    void name(long[] addresses, @Nullable String[] names) throws IOException, InterruptedException {
        int wanted = hasAllSymbols() ? SHT_SYMTAB : SHT_DYNSYM;
        for (Section symbols : sections) {
            if (symbols.type() != wanted) continue;
            require(symbols.entry() == SymbolScan.ENTRY, "its symbols have " + symbols.entry() + " bytes");
            requireTable(symbols);
            require(symbols.link() > 0 && symbols.link() < sections.size(), "its symbols have no names");
            Section strings = sections.get(symbols.link());
            require(strings.type() == SHT_STRTAB, "its symbols have no names");
            requireTable(strings);
            name(symbols, strings, addresses, names);
        }
    }

    private static void requireTable(Section table) throws IOException {
        boolean whole = table.offset() > 0 && table.size() >= 0 && table.offset() + table.size() > 0;
        require(whole && table.size() <= MOST_TABLE, "a table of its symbols has " + table.size() + " bytes");
        require(table.type() != SHT_NOBITS && (table.flags() & SHF_COMPRESSED) == 0, "its symbols are compressed");
    }

    private void name(Section symbols, Section strings, long[] addresses, @Nullable String[] names)
            throws IOException, InterruptedException {
        SymbolScan scan = new SymbolScan(addresses);
        source.read(symbols.offset(), symbols.size(), scan);
        int[] places = scan.names();
        NamePicker picker = new NamePicker(places);
        if (picker.end() == 0) return;
        source.read(strings.offset(), Math.min(strings.size(), picker.end()), picker);
        for (int i = 0; i < names.length; i++) {
            byte[] name = places[i] < 0 ? null : picker.name(places[i]);
            if (name != null && name.length > 0 && names[i] == null) names[i] = KernelText.escape(name);
        }
    }
}
