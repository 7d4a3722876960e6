package dev.linnix.engine.record;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the fields of one record lie. Offsets follow the C rules for naturally aligned structs, so that a flyweight
 * states names and types only; a test compares the result with the BTF of the built kernel objects.
 *
 * @param struct name of the C struct
 * @param type value of {@link RecordType}, 0 for a struct that is only part of records
 * @param size of the struct in bytes
 * @param fields in order of declaration
 */
public record RecordLayout(String struct, int type, int size, List<Field> fields) {

    /**
     * One field.
     *
     * @param name in C
     * @param offset in bytes from the start of the struct
     * @param size in bytes
     */
    public record Field(String name, int offset, int size) {}

    static final int HEADER_SIZE = 16;

    /** {@return a builder that begins with the common header} */
    static Builder of(String struct, int type) {
        Builder builder = new Builder(struct, type);
        builder.place("header", HEADER_SIZE, 8);
        return builder;
    }

    /** {@return a builder of a struct without header} */
    static Builder part(String struct) {
        return new Builder(struct, 0);
    }

    /** Collects fields in order of declaration; each method returns the offset of the field it adds. */
    static final class Builder {
        private final String struct;
        private final int type;
        private final List<Field> fields = new ArrayList<>();
        private int end;
        private int alignment = 1;

        private Builder(String struct, int type) {
            this.struct = struct;
            this.type = type;
        }

        int u64(String name) {
            return place(name, 8, 8);
        }

        int u32(String name) {
            return place(name, 4, 4);
        }

        int u16(String name) {
            return place(name, 2, 2);
        }

        int bytes(String name, int length) {
            return place(name, length, 1);
        }

        int image(String name) {
            return place(name, ImageFlyweight.LAYOUT.size(), 4);
        }

        private int place(String name, int size, int align) {
            int offset = (end + align - 1) & -align;
            fields.add(new Field(name, offset, size));
            end = offset + size;
            alignment = Math.max(alignment, align);
            return offset;
        }

        RecordLayout build() {
            return new RecordLayout(struct, type, (end + alignment - 1) & -alignment, List.copyOf(fields));
        }
    }
}
