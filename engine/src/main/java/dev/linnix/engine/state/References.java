package dev.linnix.engine.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes objects down by their number in a list that both sides have; equal ones have the same number. Not thread-safe.
 *
 * @param <T> of the objects
 */
public final class References<T> {
    private static final int NONE = -1;

    private final List<T> objects;
    private final Map<T, Integer> numbers = new HashMap<>();

    /** Creates references to these. */
    public References(List<T> objects) {
        this.objects = List.copyOf(objects);
        for (int i = 0; i < this.objects.size(); i++) numbers.putIfAbsent(this.objects.get(i), i);
    }

    /** {@return the objects, by number} */
    public List<T> objects() {
        return objects;
    }

    /** {@return the number of an object, −1 for one that is not in the list} */
    public int number(T object) {
        return numbers.getOrDefault(object, NONE);
    }

    /**
     * Writes a reference and returns the same, or returns the object referred to.
     *
     * @throws IllegalArgumentException when writing, for one that is not in the list
     */
    public @Nullable T optional(StateIo io, @Nullable T object) {
        Integer number = object == null ? Integer.valueOf(NONE) : numbers.get(object);
        if (number == null) throw new IllegalArgumentException("a reference to something that is not kept: " + object);
        int read = io.i32(number);
        if (read == NONE) return null;
        if (read < 0 || read >= objects.size()) {
            throw new MalformedStateException("expected a number below " + objects.size() + ", found " + read);
        }
        return objects.get(read);
    }

    /**
     * Writes a list of references and returns the same, or returns the objects referred to.
     *
     * @param most there can be
     */
    public List<T> list(StateIo io, List<T> list, int most) {
        int count = io.count(list.size(), most);
        List<T> read = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            T object = optional(io, io.reading() ? null : list.get(i));
            if (object == null) throw new MalformedStateException("expected a reference, found none");
            read.add(object);
        }
        return read;
    }
}
