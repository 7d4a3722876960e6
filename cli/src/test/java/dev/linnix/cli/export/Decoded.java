package dev.linnix.cli.export;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A protobuf message taken apart without a schema: what was written under each number. */
final class Decoded {
    private final Map<Integer, List<Object>> fields = new TreeMap<>();

    static Decoded of(byte[] bytes) {
        Decoded message = new Decoded();
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            while (!in.isAtEnd()) {
                int tag = in.readTag();
                Object value = switch (WireFormat.getTagWireType(tag)) {
                    case WireFormat.WIRETYPE_VARINT -> in.readUInt64();
                    case WireFormat.WIRETYPE_FIXED64 -> in.readFixed64();
                    case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.readByteArray();
                    default -> throw new IOException("wire type of tag " + tag);
                };
                message.fields
                        .computeIfAbsent(WireFormat.getTagFieldNumber(tag), _ -> new ArrayList<>())
                        .add(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return message;
    }

    boolean has(int field) {
        return fields.containsKey(field);
    }

    long number(int field) {
        return (long) fields.getOrDefault(field, List.of(0L)).getFirst();
    }

    double real(int field) {
        return Double.longBitsToDouble(number(field));
    }

    String text(int field) {
        return texts(field).getFirst();
    }

    List<String> texts(int field) {
        return fields.getOrDefault(field, List.of()).stream()
                .map(bytes -> new String((byte[]) bytes, StandardCharsets.UTF_8))
                .toList();
    }

    Decoded message(int field) {
        return messages(field).getFirst();
    }

    List<Decoded> messages(int field) {
        return fields.getOrDefault(field, List.of()).stream()
                .map(bytes -> of((byte[]) bytes))
                .toList();
    }
}
