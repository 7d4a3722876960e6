package dev.linnix.engine.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes objects down by their number in a list that both sides have; equal ones have the same number. There may be tens of
 * thousands, and little memory while they are written, so the numbers lie in one array. Not thread-safe.
 *
 * @param <T> of the objects
 */
public final class References<T> {
    private static final int NONE = -1;
    /** 2³² divided by the golden ratio, odd: what is alike in its low bits differs in its high ones. */
    private static final int SCATTER = 0x9E3779B1;

    private final List<T> objects;
    /** The number of an object plus one at its hash or, where that is taken, in one of the places behind it; 0 is free. */
    private final int[] numbers;

    /** Creates references to these. */
    public References(List<T> objects) {
        this(List.copyOf(objects), table(objects.size()));
        for (int i = 0; i < this.objects.size(); i++) {
            int place = place(this.objects.get(i));
            if (numbers[place] == 0) numbers[place] = i + 1;
        }
    }

    private References(List<T> objects, int[] numbers) {
        this.objects = objects;
        this.numbers = numbers;
    }

    /** {@return references to these, each of several equal ones once} */
    public static <T> References<T> distinct(List<T> objects) {
        List<T> distinct = new ArrayList<>();
        References<T> references = new References<>(Collections.unmodifiableList(distinct), table(objects.size()));
        for (T object : objects) {
            int place = references.place(object);
            if (references.numbers[place] != 0) continue;
            distinct.add(object);
            references.numbers[place] = distinct.size();
        }
        return references;
    }

    /** At most half of it is ever taken, so that a free place is near. */
    private static int[] table(int objects) {
        return new int[Integer.highestOneBit(Math.max(1, objects)) << 2];
    }

    /** {@return where the number of an object is, or would be} */
    private int place(T object) {
        int hash = object.hashCode() * SCATTER;
        int place = hash >>> (Integer.numberOfLeadingZeros(numbers.length) + 1);
        while (numbers[place] != 0 && !objects.get(numbers[place] - 1).equals(object)) {
            place = (place + 1) & (numbers.length - 1);
        }
        return place;
    }

    /** {@return the objects, by number} */
    public List<T> objects() {
        return objects;
    }

    /** {@return the number of an object, −1 for one that is not in the list} */
    public int number(T object) {
        return numbers[place(object)] - 1;
    }

    /**
     * Writes a reference and returns the same, or returns the object referred to.
     *
     * @throws IllegalArgumentException when writing, for one that is not in the list
     */
    public @Nullable T optional(StateIo io, @Nullable T object) {
        int number = object == null ? NONE : number(object);
        if (object != null && number == NONE)
            throw new IllegalArgumentException("a reference to something that is not kept: " + object);
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
