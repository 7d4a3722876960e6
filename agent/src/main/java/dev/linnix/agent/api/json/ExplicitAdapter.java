package dev.linnix.agent.api.json;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.CustomAdapter;
import io.avaje.jsonb.Jsonb;

/** Writes {@link Explicit}. */
@CustomAdapter
public final class ExplicitAdapter implements JsonAdapter<Explicit> {
    /** Called by the generated code. */
    public ExplicitAdapter(Jsonb jsonb) {}

    @Override
    public void toJson(JsonWriter writer, Explicit explicit) {
        switch (explicit.value()) {
            case null -> writer.rawValue("null");
            case Integer number -> writer.value(number.intValue());
            case Long number -> writer.value(number.longValue());
            case Double number -> writer.value(number.doubleValue());
            case Object other -> writer.value(other.toString());
        }
    }

    @Override
    public Explicit fromJson(JsonReader reader) {
        throw new UnsupportedOperationException("responses are written only");
    }
}
